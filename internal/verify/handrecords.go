package verify

import (
	"fmt"
	"maps"
	"slices"

	"groundplan.internal/internal/diag"
)

// recordsOutput are the records that an operator makes by hand.
const recordsOutput = "dns_records"

// recordsByHand compares the records that roots show with the declared hosts: all of them,
// and no others.
func (o *output) recordsByHand() (found diag.List) {
	wanted := map[string]bool{}
	led := map[string]bool{}
	for _, a := range o.answerers() {
		wanted["aws_acm_certificate."+label(a.node)+".domain_validation_options"+
			"name=option.resource_record_name,type=option.resource_record_type,value=option.resource_record_value"] = true
		for _, host := range a.hosts {
			if !led[host] {
				led[host] = true
				wanted["name="+host+",type=CNAME,value="+a.kind+"."+label(a.node)+"."+addresses[a.kind].name] = true
			}
		}
	}
	shown := map[string]bool{}
	for _, folder := range o.config.folders {
		if _, module := o.config.calls[folder]; module {
			continue
		}
		v, _ := o.config.output(folder, recordsOutput)
		for _, r := range o.config.records(v) {
			shown[r] = true
		}
	}
	wrong := func(format, record string) {
		found = append(found, finding(nameRules, "verify-alias", diag.Pos{File: o.declared.File}, nil, fmt.Sprintf(format, record)))
	}
	for _, r := range slices.Sorted(maps.Keys(wanted)) {
		if !shown[r] {
			wrong("No root shows the record %s.", r)
		}
	}
	for _, r := range slices.Sorted(maps.Keys(shown)) {
		if !wanted[r] {
			wrong("A root shows the record %s, which nothing asks for.", r)
		}
	}
	return found
}

// records are the entries of lists that are joined, as they are spelled.
func (c *configuration) records(v value) (out []string) {
	v = c.resolve(v)
	if v.kind == literal && v.text == "" {
		return nil
	}
	if v.kind != call && v.kind != list {
		return []string{c.spelled(v)}
	}
	for _, p := range v.parts {
		out = append(out, c.records(value{v.folder, p})...)
	}
	return out
}
