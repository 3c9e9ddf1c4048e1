package document

import "strings"

// Find are the paths of the lines that have words in them, in order: of all
// lines, when lines are those of a document with nothing folded. Masked values
// are searched as they are shown.
func Find(lines []Line, words string) []string {
	if words == "" {
		return nil
	}
	words = strings.ToLower(words)
	across := strings.ContainsAny(words, " :-")
	var found []string
	for i := range lines {
		l := &lines[i]
		is := strings.Contains(strings.ToLower(l.Key), words) || strings.Contains(strings.ToLower(l.Value), words)
		if is || across && strings.Contains(strings.ToLower(l.Lead+l.Key+l.Sep+l.Value), words) {
			found = append(found, l.Path)
		}
	}
	return found
}

// Reveal unfolds all that a path is inside of; false when nothing of that was
// folded.
func Reveal(folded map[string]bool, path string) (was bool) {
	for at := range folded {
		if strings.HasPrefix(path, at+".") || strings.HasPrefix(path, at+"[") {
			delete(folded, at)
			was = true
		}
	}
	return was
}

// Index is the line of a path, or that of the nearest thing around it that has
// one: what is folded away is at its fold.
func Index(lines []Line, path string) int {
	for {
		for i := range lines {
			if lines[i].Path == path {
				return i
			}
		}
		at := strings.LastIndexAny(path, ".[")
		if at <= 0 {
			return 0
		}
		path = path[:at]
	}
}
