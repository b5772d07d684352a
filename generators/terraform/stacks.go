package terraform

import (
	"bytes"
	"encoding/json"
	"slices"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// stackEntry is a stack in stacks.json, for programs that plan and apply.
type stackEntry struct {
	Name   string     `json:"name"`
	Folder string     `json:"folder"` // beside the file
	Needs  []string   `json:"needs"`  // stacks that are applied before
	State  stackState `json:"state"`
}

// stackState is where a stack keeps its state: in a bucket, or in a file beside stacks.json.
type stackState struct {
	Bucket string `json:"bucket,omitempty"`
	Key    string `json:"key,omitempty"`
	Region string `json:"region,omitempty"`
	Path   string `json:"path,omitempty"`
}

// stacksFile lists the roots in the order of applying, one on each line.
func stacksFile(p infra.Platform, roots []tf.Root) artifact.File {
	var b bytes.Buffer
	for i, r := range roots {
		entry := stackEntry{Name: r.Name, Folder: r.Folder, Needs: r.Needs, State: stackState{Path: r.Folder + "/terraform.tfstate"}}
		if r.Key != "" {
			entry.State = stackState{Bucket: p.State.Bucket, Key: r.Key, Region: p.State.Region}
		}
		line, err := json.Marshal(entry)
		if err != nil {
			panic("terraform: " + err.Error()) // texts only
		}
		b.WriteString(map[bool]string{true: "[\n  ", false: ",\n  "}[i == 0])
		b.Write(line)
	}
	b.WriteString("\n]\n")
	return artifact.File{Path: "stacks.json", Data: b.Bytes()}
}

// rootsOf is the roots in the words of infra.
func rootsOf(p infra.Platform, roots []tf.Root) (out []infra.Root) {
	for _, r := range roots {
		root := infra.Root{Stack: infra.Stack(r.Name), Key: r.Key, Parks: p.Park != nil && slices.Contains(r.Takes, p.Park.Variable)}
		for _, n := range r.Needs {
			root.Needs = append(root.Needs, infra.Stack(n))
		}
		out = append(out, root)
	}
	return out
}
