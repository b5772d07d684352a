package load_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/load"
)

// synthetic is a platform of n services: three secrets and two edges each, and a
// database for every fifth. With computed, each service is made by unification with
// a definition, so that CUE has to evaluate.
func synthetic(n int, computed bool) []byte {
	var b bytes.Buffer
	b.WriteString("package big\n\nimport \"groundplan.internal/schema\"\n\n#base: {architecture: \"ARM64\", ...}\n\n")
	service := "#base & {"
	if !computed {
		b.Reset()
		b.WriteString("package big\n\nimport \"groundplan.internal/schema\"\n\n")
		service = "{"
	}
	b.WriteString("platform: schema.#Platform & {\n\tname: \"big\"\n\tregion: \"eu-west-1\"\n")
	for i := range n {
		fmt.Fprintf(&b, "\tservices: \"s%d\": %s\n", i, service)
		fmt.Fprintf(&b, "\t\ttitle: \"Service %d\"\n\t\timage: uri: \"example.com/s%d:1.0\"\n", i, i)
		fmt.Fprintf(&b, "\t\tport: %d\n\t\tcpu: 512\n\t\tmemory: 1024\n\t\tdesiredCount: 2\n", 8000+i%1000)
		b.WriteString("\t\tenvironment: {LOG_LEVEL: \"info\", MODE: \"live\"}\n\t\tsecrets: {")
		for k := range 3 {
			fmt.Fprintf(&b, "K%d: \"s%d-k%d\", ", k, i, k)
		}
		fmt.Fprintf(&b, "}\n\t\thealthCheck: command: [\"CMD\", \"true\"]\n\t\tuses: {\"s%d\": {}, \"d%d\": {}}\n\t}\n", (i+1)%n, i/5*5)
		for k := range 3 {
			fmt.Fprintf(&b, "\tsecrets: \"s%d-k%d\": purpose: \"Key %d\"\n", i, k, k)
		}
		if i%5 == 0 {
			fmt.Fprintf(&b, "\tdatabases: \"d%d\": {engine: \"postgres\", version: \"16\", class: \"db.t4g.medium\", storage: 20}\n", i)
		}
	}
	b.WriteString("\tenvironments: {production: services: s0: desiredCount: 4, test: {}}\n}\n")
	return b.Bytes()
}

func BenchmarkPlatform(b *testing.B) {
	for _, computed := range []bool{false, true} {
		for _, n := range []int{1, 100, 1000, 5000} {
			b.Run(fmt.Sprintf("computed=%v/services=%d", computed, n), func(b *testing.B) {
				root := fstest.MapFS{"platforms/big.cue": {Data: synthetic(n, computed)}}
				b.ReportAllocs()
				for b.Loop() {
					if _, found := load.Platform(root, "platforms/big.cue"); len(found) > 0 {
						b.Fatal(found[0])
					}
				}
			})
		}
	}
}
