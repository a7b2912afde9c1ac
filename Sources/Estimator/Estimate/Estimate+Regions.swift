extension Estimate {
  /// Need and room of each piece of the device's memory.
  var regionFits: [RegionFit] {
    var fits: [RegionFit] = []
    for (kind, fit, movable) in [
      (MemoryRegion.Kind.ram, ramFit, memory.allocateBytes),
      (.flash, flashFit, flash.weightBytes),
    ] {
      let regions = profile.device.memory.filter { $0.kind == kind }
      let usual = regions.filter(\.isDefault)
      if !usual.isEmpty {
        fits.append(RegionFit(names: usual.map(\.name), kind: kind, isDefault: true, fit: fit))
      }
      for region in regions where !region.isDefault {
        fits.append(
          RegionFit(
            names: [region.name], kind: kind, isDefault: false,
            fit: Fit(availableBytes: region.bytes, neededBytes: movable)))
      }
    }
    return fits
  }
}
