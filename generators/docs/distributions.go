package docs

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// distributionsPage tells what CloudFront answers, from where, and how files get there.
func distributionsPage(v *view) []artifact.File {
	if len(v.Distributions) == 0 {
		return nil
	}
	pg := v.page(sentence("Distributions of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("CloudFront answers for these hosts, over HTTPS only, and caches what may be cached near its users. In the console a distribution is found by its comment.")
	t := table{head: []md{"Distribution", "App", "Comment", "Hosts", "Firewall", "Served from", "Purpose"}}
	for _, d := range v.Distributions {
		t.row(siteTitle(d), text(d.App), code(d.Comment), join(each(d.Hosts, code)), or(v.firewallOf(d), "none"), priceClass(d.PriceClass), text(d.Purpose))
	}
	pg.table(t)
	for _, d := range v.Distributions {
		v.behaviorSection(pg, d)
	}
	v.uploadSection(pg)
	v.invalidateSection(pg)
	return []artifact.File{pg.file("docs/distributions.md")}
}

func siteTitle(d infra.Distribution) md {
	if d.Title == "" || d.Title == d.Name {
		return text(d.Name)
	}
	return sentence("%s (%s)", text(d.Title), text(d.Name))
}

// priceClass is the part of the world that CloudFront answers from.
func priceClass(class string) md {
	return map[string]md{
		"PriceClass_100": "North America, Europe and Israel",
		"PriceClass_200": "everywhere but South America, Australia and New Zealand",
		"PriceClass_All": "everywhere",
	}[class]
}

// behaviorSection lists the paths of a distribution in the order in which they are asked.
func (v *view) behaviorSection(pg *page, d infra.Distribution) {
	pg.section(siteTitle(d))
	t := table{head: []md{"Path", "Answered by", "Methods", "Cache policy", "Origin request policy"}}
	row := func(path md, b infra.Behavior) {
		t.row(path, answeredBy(d, b), join(each(b.Methods, code)), keptBy(d, b), or(code(b.Request.Name), "path alone"))
	}
	for _, b := range d.Behaviors {
		row(code(b.Path), b)
	}
	row("everything else", d.Default)
	pg.para("The first path that fits decides.")
	pg.table(t)
	if d.Bucket != nil {
		pg.para("%s is answered with %s.", code("/"), code("index.html"))
	}
	if d.Function != nil {
		pg.para("A path of the frontend itself whose last part has no dot is answered with %s as well: the program in the browser reads it there.", code("index.html"))
	}
	if d.Long != nil {
		pg.para("Objects that are kept so long never change: what is new gets a new name. Browsers keep them too if they are uploaded with %s.", code("Cache-Control: public, max-age="+strconv.Itoa(d.Long.Seconds)+", immutable"))
	}
	for _, o := range d.Origins {
		if o.Guard != nil {
			pg.para("The balancer %s knows it by the header %s.", text(o.Node), code(infra.GuardHeader))
		}
		if o.Family == "buckets" {
			path := examplePath(d, o)
			pg.para("What is in the bucket %s is found by the whole path: %s is the object %s.", text(o.Node), code(path), code(path[1:]))
		}
	}
}

// firewallOf is the node behind the web ACL of a distribution.
func (v *view) firewallOf(d infra.Distribution) md {
	for _, f := range v.Firewalls {
		for _, acl := range f.ACLs {
			if acl.Label == d.Firewall {
				return text(f.Name)
			}
		}
	}
	return ""
}

// examplePath is a path that an origin of a distribution answers.
func examplePath(d infra.Distribution, o infra.Origin) string {
	for _, b := range d.Behaviors {
		if b.Origin != o.Node {
			continue
		}
		fixed, _, open := strings.Cut(b.Path, "*")
		if !open {
			return b.Path
		}
		return fixed + "a.jpg"
	}
	return "/a.jpg"
}

// keptBy is the policy by which answers are kept, and for how long where that is long.
func keptBy(d infra.Distribution, b infra.Behavior) md {
	if d.Long != nil && b.Cache.Name == d.Long.Name {
		return sentence("%s, for %s", code(b.Cache.Name), count(d.Long.Seconds/(24*60*60), "day", "days"))
	}
	return code(b.Cache.Name)
}

func answeredBy(d infra.Distribution, b infra.Behavior) md {
	for _, o := range d.Origins {
		switch {
		case o.Node != b.Origin:
		case o.Family == "frontends":
			return "its own files"
		case o.Host != "":
			return sentence("%s, by the name %s", text(o.Node), code(o.Host))
		}
	}
	return text(b.Origin)
}

// uploadSection tells how the files of frontends are replaced by hand.
func (v *view) uploadSection(pg *page) {
	var lines []string
	for _, d := range v.Distributions {
		if d.Bucket != nil && len(lines) < mostRows {
			lines = append(lines, "aws s3 sync dist/ \"s3://"+bucketWord(*d.Bucket)+"\" --delete --region "+word(v.Region))
		}
	}
	if len(lines) == 0 {
		return
	}
	pg.section("Upload files")
	pg.para("A pipeline does this, if there is one. By hand, from the folder that the build has filled:")
	pg.shell(lines...)
	pg.para("Files that were replaced or removed stay as old versions for a while; a file that is not there is answered with 403, since nobody may list the bucket.")
}

// bucketWord is the name of a bucket in a command.
func bucketWord(b infra.Bucket) string {
	if b.AccountSuffix {
		return b.Bucket + "-$(aws sts get-caller-identity --query Account --output text)"
	}
	return b.Bucket
}

func (v *view) invalidateSection(pg *page) {
	pg.section("Empty the cache")
	pg.para("CloudFront caches a file for a day, or for as long as stands above, unless the file's own headers say otherwise. This empties its cache:")
	var lines []string
	for _, d := range v.Distributions[:min(len(v.Distributions), mostRows)] {
		lines = append(lines, "aws cloudfront create-invalidation --distribution-id \"$(aws cloudfront list-distributions --query \"DistributionList.Items[?Comment=='"+d.Comment+"'].Id\" --output text)\" --paths '/*'")
	}
	pg.shell(lines...)
}
