fn undo_redo(edits: Vec<String>) -> Vec<String> {
    let mut words = Vec::new();
    let mut undone = Vec::new();
    for edit in edits {
        match edit.as_str() {
            "undo" => undone.extend(words.pop()),
            "redo" => words.extend(undone.pop()),
            _ => {
                words.push(edit);
                undone.clear();
            }
        }
    }
    words
}
