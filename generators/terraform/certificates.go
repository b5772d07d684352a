package terraform

import (
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// certificates writes each certificate with the records that prove to ACM whose the
// names are. It waits for ACM, so that whoever uses one gets one that works.
func (e *emitter) certificates() {
	for _, c := range e.p.Certificates {
		certificate := tf.Resource("aws_acm_certificate", c.Label, tf.Set("domain_name", tf.String(c.Domains[0])))
		certificate.Region = c.Region
		if len(c.Domains) > 1 {
			certificate.Add(tf.Set("subject_alternative_names", tf.Strings(c.Domains[1:]...)))
		}
		certificate.Add(
			tf.Set("validation_method", tf.String("DNS")),
			tf.Nested("lifecycle", tf.Set("create_before_destroy", tf.Bool(true))))
		e.add(c.Stack, "certificates.tf", certificate)

		var names tf.List
		proven := provenNames(c)
		for i := range proven {
			record := e.validationRecord(c, certificate, proven, i)
			e.add(c.Stack, "certificates.tf", record)
			names = append(names, record.Ref("fqdn"))
		}
		validation := tf.Resource("aws_acm_certificate_validation", c.Label,
			tf.Set("certificate_arn", certificate.Ref("arn")),
			tf.Set("validation_record_fqdns", names))
		validation.Region = c.Region
		e.add(c.Stack, "certificates.tf", validation)
	}
}

func certificateARN(label string) tf.Ref {
	return tf.RefTo("aws_acm_certificate_validation", label, "certificate_arn")
}

// provenNames are the names that have a record of their own: a name and the wildcard
// right below it share one.
func provenNames(c infra.Certificate) (names []string) {
	seen := map[string]bool{}
	for _, d := range c.Domains {
		base := strings.TrimPrefix(d, "*.")
		if !seen[base] {
			seen[base] = true
			names = append(names, base)
		}
	}
	return names
}

// validationRecord is what ACM wants to read in the zone for a name. One certificate
// for one name has one answer; of several, the one for the name is looked for.
func (e *emitter) validationRecord(c infra.Certificate, certificate *tf.Block, proven []string, i int) *tf.Block {
	label := c.Label + "_validation"
	options := certificate.Ref("domain_validation_options")
	option := func(attribute string) tf.Expr {
		return tf.Get{Of: tf.Index{Of: tf.Fn("tolist", options), Key: tf.Int(0)}, Path: attribute}
	}
	if len(proven) > 1 {
		label += "_" + strings.NewReplacer(".", "_", "-", "_").Replace(proven[i])
		option = func(attribute string) tf.Expr {
			return tf.Index{Of: tf.For{
				Each: "option", In: options, Value: tf.Ident("option." + attribute),
				If: tf.Equal{Left: tf.Fn("trimprefix", tf.Ident("option.domain_name"), tf.String("*.")), Right: tf.String(proven[i])},
			}, Key: tf.Int(0)}
		}
	}
	return tf.Resource("aws_route53_record", label,
		tf.Set("zone_id", e.zoneID(c.Stack)),
		tf.Set("name", option("resource_record_name")),
		tf.Set("type", option("resource_record_type")),
		tf.Set("records", tf.List{option("resource_record_value")}),
		tf.Set("ttl", tf.Int(validationTTL)),
		tf.Gap{},
		tf.Comment("Another certificate for the same name wants the same record."),
		tf.Set("allow_overwrite", tf.Bool(true)))
}

// validationTTL is for how many seconds the record may be kept by others, which is of
// no matter: only ACM reads it.
const validationTTL = 300

// zoneID is the hosted zone of the platform's domain, which a stack looks up.
func (e *emitter) zoneID(stack infra.Stack) tf.Expr {
	if !e.zones[stack] {
		e.zones[stack] = true
		zone := tf.Data("aws_route53_zone", "main", tf.Set("name", tf.String(e.p.Domain)))
		zone.Comment = "The zone exists: whoever registers the domain makes it."
		e.add(stack, "dns.tf", zone)
	}
	return tf.RefToData("aws_route53_zone", "main", "zone_id")
}
