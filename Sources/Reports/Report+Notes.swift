import Estimator

extension Report {
  /// Notes that say the same of several operations.
  struct NoteGroup {
    /// The first of them.
    var note: Note
    var count: Int
  }

  /// The notes as this report shows them: each alone beside rows, one a code in a summary.
  var shownNotes: [NoteGroup] {
    detail == .summary ? noteGroups : model.notes.map { NoteGroup(note: $0, count: 1) }
  }

  /// One a code, in order of appearance.
  var noteGroups: [NoteGroup] {
    var groups: [NoteGroup] = []
    for note in model.notes {
      if let index = groups.firstIndex(where: { $0.note.code == note.code }) {
        groups[index].count += 1
      } else {
        groups.append(NoteGroup(note: note, count: 1))
      }
    }
    return groups
  }
}

extension Report.NoteGroup {
  /// The first message, and how many more there are.
  var words: String {
    count == 1 ? note.message : "\(note.message) And \(count - 1) more like it."
  }
}
