fn quoted_fields(line: String) -> Vec<String> {
    let mut fields = Vec::new();
    let mut letters = line.chars().peekable();
    loop {
        let mut field = String::new();
        if letters.next_if_eq(&'\'').is_some() {
            while let Some(letter) = letters.next() {
                if letter == '\'' && letters.next_if_eq(&'\'').is_none() {
                    break;
                }
                field.push(letter);
            }
        } else {
            while let Some(letter) = letters.next_if(|&letter| letter != ';') {
                field.push(letter);
            }
        }
        fields.push(field);
        if letters.next().is_none() {
            return fields;
        }
    }
}
