import Testing

@testable import Estimator
