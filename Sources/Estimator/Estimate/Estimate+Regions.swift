extension Estimate {
  /// Need and room of each piece of the device's memory.
  var regionFits: [RegionFit] {
    let device = profile.device
    var fits: [RegionFit] = []
    for (kind, fit, movable) in [
      (MemoryRegion.Kind.ram, ramFit, memory.allocateBytes),
      (.flash, defaultFlashFit, flash.modelBytes),
    ] {
      let regions = device.memory.filter { $0.kind == kind }
      let usual = regions.filter(\.isDefault)
      if !usual.isEmpty {
        fits.append(RegionFit(names: usual.map(\.name), kind: kind, isDefault: true, fit: fit))
      }
      for region in regions where !region.isDefault {
        fits.append(
          RegionFit(
            names: [region.name], kind: kind, isDefault: false,
            fit: Fit(availableBytes: region.bytes, neededBytes: movable)))
        if device.isAdjacent(region) {
          let joined = (usual + [region]).sorted { ($0.address ?? 0) < ($1.address ?? 0) }
          fits.append(
            RegionFit(
              names: joined.map(\.name), kind: kind, isDefault: false,
              fit: Fit(
                availableBytes: fit.availableBytes + region.bytes, neededBytes: fit.neededBytes)))
        }
      }
    }
    return fits
  }

  /// What the default flash holds of the need: not the model where the profile puts it elsewhere.
  private var defaultFlashFit: Fit {
    guard profile.device.modelRegion != nil else { return flashFit }
    return Fit(
      availableBytes: profile.device.defaultBytes(of: .flash),
      neededBytes: (flash.codeBytes ?? 0) + reservedFlash)
  }

  /// What the caller said that the rest of the firmware takes.
  private var reservedFlash: Int {
    max(0, flashFit.neededBytes - flash.totalBytes)
  }
}

extension Device {
  /// Need against room of flash as a whole.
  ///
  /// Where the model lies in a region of its own, what one region has to spare is of no use to the
  /// other: the room is then as much less as the one that overflows lacks.
  func flashFit(_ flash: FlashEstimate, reserved: Int) -> Fit {
    let needed = flash.totalBytes + reserved
    guard let region = modelRegion else {
      return Fit(availableBytes: defaultBytes(of: .flash), neededBytes: needed)
    }
    let code = Fit(
      availableBytes: defaultBytes(of: .flash), neededBytes: needed - flash.modelBytes)
    let model = Fit(availableBytes: region.bytes, neededBytes: flash.modelBytes)
    let excess = code.excessBytes + model.excessBytes
    guard excess > 0 else {
      return Fit(
        availableBytes: code.availableBytes + model.availableBytes, neededBytes: needed)
    }
    return Fit(availableBytes: needed - excess, neededBytes: needed)
  }
}
