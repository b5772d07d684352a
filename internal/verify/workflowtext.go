package verify

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	texttemplate "text/template"
)

// Whatever of a workflow the other proofs have not looked at must be as in the folder
// workflows: its events, its scripts, whose rights it has, what it waits for.

//go:embed workflows
var workflowTexts embed.FS

// words renders a file of the folder workflows, as YAML.
func (d delivered) words(name string, data map[string]any) tree {
	quoted := func(v any) (string, error) {
		out, err := json.Marshal(v)
		return inASCII(string(out)), err
	}
	t := texttemplate.Must(texttemplate.New(name).Delims("[[", "]]").Funcs(texttemplate.FuncMap{
		"json": quoted,
		"script": func(names ...string) (string, error) {
			var all []byte
			for _, n := range names {
				text, err := workflowTexts.ReadFile("workflows/scripts/" + n + ".sh")
				if err != nil {
					return "", err
				}
				all = append(all, text...)
			}
			return quoted(string(all))
		},
		"action": func(what string) string {
			a := d.facts.CI.Actions[what]
			return a.Name + "@" + a.Commit
		},
	}).ParseFS(workflowTexts, "workflows/"+name))
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		panic("verify: " + err.Error())
	}
	return parsed(out.Bytes())
}

// inASCII is JSON that YAML reads as the same: which has line ends beyond those of JSON.
func inASCII(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r < 0x7f:
			out.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			fmt.Fprintf(&out, `\U%08x`, r)
		}
	}
	return out.String()
}

// worded proves that a file says what is expected, and nothing else.
func (d delivered) worded(file string, want tree) {
	expected, found := map[string]string{}, map[string]string{}
	flat(expected, "", want)
	flat(found, "", d.trees[file])
	for _, at := range sortedKeys(expected) {
		if _, ok := found[at]; !ok {
			d.wrong("verify-workflow-text", flowOf{file: file}, "%s is missing, which is %q.", at, expected[at])
			return
		}
	}
	for _, at := range sortedKeys(found) {
		if w, ok := expected[at]; !ok || w != found[at] {
			d.wrong("verify-workflow-text", flowOf{file: file}, "%s is %q, and not %q.", at, found[at], w)
			return
		}
	}
}

// flat notes every value of YAML by where it is; what describes something, and what is
// empty as if it were not there, is left out.
func flat(out map[string]string, at string, v any) {
	switch v := v.(type) {
	case tree:
		if len(v) == 0 {
			out[at] = "{}"
		}
		for _, k := range sortedKeys(v) {
			if k != "description" {
				flat(out, at+"/"+k, v[k])
			}
		}
	case []any:
		for i, item := range v {
			flat(out, fmt.Sprintf("%s/%d", at, i), item)
		}
	default:
		if s := fmt.Sprint(v); s != "" {
			out[at] = s
		}
	}
}
