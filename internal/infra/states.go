package infra

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// StateRegions finds environments that look for a bucket of Terraform's state in another
// region than the one that people rely on, or else the first: without a region of its own,
// a bucket is taken to be in the environment's.
func StateRegions(environments []model.Platform, f facts.Set) (found diag.List) {
	onAWS := slices.DeleteFunc(slices.Clone(environments), func(p model.Platform) bool { return p.Environment.Local || p.State == nil })
	relied := max(0, slices.IndexFunc(onAWS, func(p model.Platform) bool { return p.Environment.Productive() }))
	for _, other := range onAWS {
		if d, ok := stateRegions(onAWS[relied], other, f); ok {
			found = append(found, d)
		}
	}
	return found
}

func stateRegions(relied, other model.Platform, f facts.Set) (diag.Diagnostic, bool) {
	if relied.State.Bucket != other.State.Bucket {
		return diag.Diagnostic{}, false
	}
	in, elsewhere := cmp.Or(relied.State.Region, relied.Region), cmp.Or(other.State.Region, other.Region)
	at, known := f.Region(in)
	elsewhereAt, elsewhereKnown := f.Region(elsewhere)
	if in == elsewhere || known && elsewhereKnown && at.Partition != elsewhereAt.Partition {
		return diag.Diagnostic{}, false
	}
	path := model.At("region")
	if other.State.Region != "" {
		path = model.At("state", "region")
	}
	return diag.Diagnostic{
		Code: "env-state-region", Pos: other.Origins.At(path), Path: path.String(), Summary: "one bucket of the state in two regions",
		Detail:  fmt.Sprintf("%s looks for the bucket %q in %s, and %s in %s. A bucket is in one region, and without a word of which, it is taken to be where the environment is.", relied.Environment.Name, other.State.Bucket, in, other.Environment.Name, elsewhere),
		Hint:    "state: region: " + strconv.Quote(in),
		Related: []diag.Related{{Pos: other.Origins.At(model.At("state", "bucket")), Message: "the bucket"}},
	}, true
}
