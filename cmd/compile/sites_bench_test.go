package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// sites is a platform of n sites written as people write them: a line of data each,
// and a comprehension that makes services of them. Eighty share a balancer, and all
// of them a server with a database each, a bucket with a prefix each, and a security group.
func sites(n int) string {
	var b strings.Builder
	b.WriteString(`package sites

import "groundplan.internal/schema"

sites: [string]: {title: string, description: string, content?: string, balancer: string}
`)
	for i := range n {
		slug := fmt.Sprintf("site%04d", i)
		if i%10 == 0 {
			slug += "withmoretosaythannamesinaws"
		}
		fmt.Fprintf(&b, `sites: %q: {title: "Site %d", description: "a site about subject %d", balancer: "sites-%d"`, slug, i, i, i/80)
		if i%3 == 0 {
			fmt.Fprintf(&b, `, content: "c29tZXRoaW5nIGdlbmVyYXRlZCBmb3IgdGhpcyBzaXRl%d"`, i)
		}
		b.WriteString("}\n")
	}
	b.WriteString(`
platform: schema.#Platform & {
	name:   "sites"
	region: "eu-west-2"
	domain: "example.com"
	layout: "single"
	environments: production: {}
	databases: content: {engine: "mysql", version: "8.0", class: "db.r6g.xlarge", storage: 200, multiAZ: true, name: "content"}
	buckets: media: {purpose: "Pictures of all sites"}
	topics: operators: email: ["operators@example.com"]
	notify: ["operators"]
	services: {for slug, site in sites {
		"matt9-\(slug)": {
			title:   site.title
			purpose: site.description
			image: {repository: "laravel-cms", tag: "1.0.0"}
			port:   80
			cpu:    256
			memory: 512
			securityGroup: name: "sites"
			routes: [{balancer: site.balancer, host: slug, health: path: "/up"}]
			uses: {
				content: database: "laravel_\(slug)"
				media: {access: "readwrite", prefix: "\(slug)/"}
			}
			environment: {
				APP_ENV:   "production"
				SITE_SLUG: slug
				SITE_NAME: site.title
				if site.content != _|_ {GENERATED_CONTENT_B64: site.content}
			}
		}
	}}
`)
	for i := range (n + 79) / 80 {
		fmt.Fprintf(&b, "\tbalancers: \"sites-%d\": certificate: domains: [\"*\"]\n", i)
	}
	b.WriteString("}\n")
	return b.String()
}

// BenchmarkSites is the whole compile, into a new folder and over its own output, and vet,
// for more and more sites: what a site costs must not grow.
func BenchmarkSites(b *testing.B) {
	compile, _ := programs(b)
	for _, n := range []int{250, 500, 1000, 2000} {
		dir := workspace(b, sites(n))
		b.Run(fmt.Sprintf("sites=%d", n), func(b *testing.B) {
			var vet, fresh, again time.Duration
			for b.Loop() {
				out := newFolder(b, dir)
				vet += runProgram(b, dir, []int{0, 2}, compile, "vet").cpu
				fresh += runProgram(b, dir, []int{0}, compile, "--out", out).cpu
				again += runProgram(b, dir, []int{0}, compile, "--out", out).cpu
			}
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(b.N) }
			b.ReportMetric(ms(vet), "vet-cpu-ms")
			b.ReportMetric(ms(fresh), "compile-cpu-ms")
			b.ReportMetric(ms(fresh)/float64(n), "compile-cpu-ms/site")
			b.ReportMetric(ms(again), "unchanged-cpu-ms")
		})
	}
}
