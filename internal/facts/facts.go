// Package facts knows AWS: what sizes, names, versions and ports it takes. What
// enters is the CUE data of schema/aws, what leaves is one Set of typed tables
// that never change. It must not know platforms, and it decides nothing: it says
// what AWS allows, and the callers say what follows.
package facts

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"cuelang.org/go/cue/parser"

	"groundplan.internal/schema/aws"
)

// Set is everything that is known about AWS.
type Set struct {
	ACM          ACM
	EFS          EFS
	ELB          ELB
	Regions      Regions
	Availability Availability
	CDNs         CDNs
	Network      Network
	Quotas       Quotas
	Ports        Ports
	Prices       Prices
	Endpoints    Endpoints
	Fargate      Fargate
	ECS          ECS
	Delivery     Delivery
	CI           CI
	Clients      Clients
	CloudFront   CloudFront
	RDS          RDS
	ElastiCache  ElastiCache
	Classes      Classes
	Versions     Versions
	Tracing      Tracing
	Services     Services
	Bedrock      Bedrock
	WAF          WAF
	IAM          IAM
	Lambda       Lambda
	Scheduler    Scheduler
	SQS          SQS
	Logs         Logs
	Metrics      Metrics
	Names        Names
	Images       Images
}

// Table is where a table comes from.
type Table struct {
	Source    string   // URL
	Also      []string // URLs that single rows come from
	Checked   string   // YYYY-MM-DD
	Unchecked []string // rows that were not compared with a source, in words
}

// Range is an inclusive range of whole numbers.
type Range struct{ Min, Max int }

// Has reports whether n is in the range.
func (r Range) Has(n int) bool { return r.Min <= n && n <= r.Max }

// String is the range in words, "2 to 120".
func (r Range) String() string { return fmt.Sprintf("%d to %d", r.Min, r.Max) }

// Load decodes the tables. An error means that the binary was built with tables
// that do not fit the types of this package, which the tests rule out.
func Load() (Set, error) {
	text, err := tables(aws.Files)
	if err != nil {
		return Set{}, fmt.Errorf("reading the tables of AWS facts: %w", err)
	}
	var s Set
	if err := json.Unmarshal(text, &s); err != nil {
		return Set{}, fmt.Errorf("decoding the tables of AWS facts: %w", err)
	}
	return s, nil
}

// shape is the file that says what tables look like, for cue vet and the tests.
const shape = "shape.cue"

// tables is all tables in files as one JSON object.
func tables(files fs.FS) ([]byte, error) {
	names, err := fs.Glob(files, "*.cue")
	if err != nil {
		return nil, err
	}
	text := []byte("{")
	for _, name := range names {
		if name == shape {
			continue
		}
		source, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(name, source)
		if err != nil {
			return nil, err
		}
		if text, err = appendFields(text, file.Decls); err != nil {
			return nil, err
		}
	}
	return append(text, '}'), nil
}
