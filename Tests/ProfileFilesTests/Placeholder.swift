import Testing

@testable import ProfileFiles
