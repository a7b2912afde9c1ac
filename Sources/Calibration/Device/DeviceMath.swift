import Foundation

extension Double {
  var naturalLogarithm: Double { Foundation.log(self) }
  var exponential: Double { Foundation.exp(self) }
}
