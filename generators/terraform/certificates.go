package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// certificates writes each certificate with the records that prove to ACM whose the
// names are, unless somebody else keeps them. It waits for ACM, so that whoever uses one gets one that works.
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

		validation := tf.Resource("aws_acm_certificate_validation", c.Label, tf.Set("certificate_arn", certificate.Ref("arn")))
		validation.Region = c.Region
		if e.p.ExternalDNS {
			validation.Comment = "Waits until somebody has made its validation records: DNS is not managed here."
		} else {
			record := e.validationRecord(c, certificate)
			e.add(c.Stack, "certificates.tf", record)
			validation.Add(tf.Set("validation_record_fqdns", tf.For{Each: "record", In: record.Ref(""), Value: tf.Ident("record.fqdn")}))
		}
		e.add(c.Stack, "certificates.tf", validation)
	}
}

func certificateARN(label string) tf.Ref {
	return tf.RefTo("aws_acm_certificate_validation", label, "certificate_arn")
}

// validationRecord is what ACM wants to read in the zone for each name. A name and the
// wildcard right below it are proven by the same record, so that they share a key.
func (e *emitter) validationRecord(c infra.Certificate, certificate *tf.Block) *tf.Block {
	of := func(attribute string) tf.Expr {
		return tf.Get{Of: tf.Index{Of: tf.Ident("each.value"), Key: tf.Int(0)}, Path: attribute}
	}
	return tf.Resource("aws_route53_record", c.Label+"_validation",
		tf.Comment("A name and its wildcard share one validation record."),
		tf.Set("for_each", tf.For{
			Each: "option", In: certificate.Ref("domain_validation_options"),
			Key: tf.Fn("trimprefix", tf.Ident("option.domain_name"), tf.String("*.")), Value: tf.Ident("option"), Group: true,
		}),
		tf.Gap{},
		tf.Set("zone_id", e.zoneID(c.Stack)),
		tf.Set("name", of("resource_record_name")),
		tf.Set("type", of("resource_record_type")),
		tf.Set("records", tf.List{of("resource_record_value")}),
		tf.Set("ttl", tf.Int(validationTTL)),
		tf.Gap{},
		tf.Comment("Another certificate for the same name needs the same record."),
		tf.Set("allow_overwrite", tf.Bool(true)))
}

// validationTTL is for how many seconds the record may be kept by others, which is of
// no matter: only ACM reads it.
const validationTTL = 300

// zoneID is the hosted zone of the platform's domain, which a stack looks up.
func (e *emitter) zoneID(stack infra.Stack) tf.Expr {
	if !e.zones[stack] {
		e.zones[stack] = true
		zone := tf.Data("aws_route53_zone", "main", tf.Set("name", tf.String(e.p.Domain.Name)))
		zone.Comment = "The hosted zone exists already, and is not managed here."
		e.add(stack, "dns.tf", zone)
	}
	return tf.RefToData("aws_route53_zone", "main", "zone_id")
}
