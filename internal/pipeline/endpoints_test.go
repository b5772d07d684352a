package pipeline_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/pipeline"
)

// TestNoEndpointOfAnotherRegion: what is called in another region is called over the NAT gateway.
func TestNoEndpointOfAnotherRegion(t *testing.T) {
	const platform = `
name: shop
region: eu-west-1
network: {nat: perZone, endpoints: [needed]}
services: {web: {image: {repository: web, tag: "1.0.0"}, uses: {nova: {}}}}
models: {nova: {id: "amazon.nova-lite-v1:0", region: us-east-1}}
environments: {staging: {}}
`
	result := pipeline.Compile(pipeline.Input{Root: fstest.MapFS{"shop.yaml": {Data: []byte(platform)}}, File: "shop.yaml"}, knownFacts(t))
	for _, d := range result.Found {
		t.Error(d.Code, d.Detail)
	}
	for _, f := range result.Files {
		if strings.Contains(string(f.Data), "bedrock-runtime") {
			t.Errorf("%s has an endpoint of Bedrock", f.Path)
		}
	}
}
