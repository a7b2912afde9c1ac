import Glibc

/// A value behind a POSIX mutex.
///
/// The standard library's `Mutex` would do, but it locks by system calls that the thread sanitizer does
/// not see, so that every use is reported as a race.
// The value is reached only in `withLock`, between `pthread_mutex_lock` and `pthread_mutex_unlock`.
final class Locked<Value: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var value: Value

  init(_ value: Value) {
    self.value = value
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&value)
  }
}
