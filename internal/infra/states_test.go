package infra_test

import (
	"testing"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

func TestStateRegions(t *testing.T) {
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	in := func(name, region, bucket, own string) model.Platform {
		p := model.Platform{Region: region, Environment: model.Environment{Name: name}}
		if bucket != "" {
			p.State = &model.State{Bucket: bucket, Region: own}
		}
		return p
	}
	live := in("production", "eu-west-1", "state", "")
	here := in("here", "eu-central-1", "state", "")
	here.Environment.Local = true
	for _, c := range []struct {
		name  string
		other model.Platform
		want  int
	}{
		{"the same region", in("dev", "eu-west-1", "state", ""), 0},
		{"another region", in("dev", "eu-central-1", "state", ""), 1},
		{"another region, which says where the bucket is", in("dev", "eu-central-1", "state", "eu-west-1"), 0},
		{"the same region, which says where the bucket is not", in("dev", "eu-west-1", "state", "eu-central-1"), 1},
		{"another bucket", in("dev", "eu-central-1", "state-dev", ""), 0},
		{"no bucket", in("dev", "eu-central-1", "", ""), 0},
		{"another partition, with buckets of its own", in("dev", "cn-north-1", "state", ""), 0},
		{"this machine", here, 0},
	} {
		if found := infra.StateRegions([]model.Platform{c.other, live}, known); len(found) != c.want {
			t.Errorf("%s: %v", c.name, found)
		}
	}
}
