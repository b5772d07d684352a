package pipeline_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// documented are the security groups as the document lists them, word for word: name,
// direction, port, peer and description. LA-11.
var documented = []string{
	`alb-sg in 443 0.0.0.0/0 "Allow HTTPS from internet"`,
	`alb-sg in 80 0.0.0.0/0 "Allow HTTP for redirect"`,
	`alb-sg out all 10.0.0.0/16 "Allow all outbound within VPC"`,

	`lang-portal-api-sg in 8000 alb-sg "Allow traffic from ALB"`,
	`lang-portal-api-sg in 8000 vocab-generator-sg "Allow traffic from Vocab Generator"`,
	`lang-portal-api-sg in 8000 writing-practice-sg "Allow traffic from Writing Practice"`,
	`lang-portal-api-sg out all 0.0.0.0/0 "Allow all outbound"`,

	`haiku-api-sg in 8000 alb-sg "Allow traffic from ALB"`,
	`haiku-api-sg out all 0.0.0.0/0 "Allow all outbound"`,

	`vocab-generator-sg in 8501 alb-sg "Allow traffic from ALB for Streamlit"`,
	`vocab-generator-sg in 8000 vocab-generator-sg "Allow internal traffic between frontend and backend"`,
	`vocab-generator-sg out all 0.0.0.0/0 "Allow all outbound"`,

	`writing-practice-sg in 7860 alb-sg "Allow traffic from ALB"`,
	`writing-practice-sg out all 0.0.0.0/0 "Allow all outbound"`,

	`lang-portal-aurora-sg in 5432 lang-portal-api-sg "Allow traffic from Lang Portal API"`,
	`lang-portal-aurora-sg out all 10.0.0.0/16 "Allow all outbound within VPC"`,
	`lang-portal-rds-proxy-sg in 5432 lang-portal-api-sg "Allow traffic from Lang Portal API"`,
	`lang-portal-rds-proxy-sg out 5432 lang-portal-aurora-sg "Allow traffic to Lang Portal Aurora"`,

	`haiku-aurora-sg in 5432 haiku-api-sg "Allow traffic from Haiku Generator API"`,
	`haiku-aurora-sg out all 10.0.0.0/16 "Allow all outbound within VPC"`,
	`haiku-rds-proxy-sg in 5432 haiku-api-sg "Allow traffic from Haiku Generator API"`,
	`haiku-rds-proxy-sg out 5432 haiku-aurora-sg "Allow traffic to Haiku Aurora"`,

	`vpc-endpoint-sg in 443 lang-portal-api-sg "Allow HTTPS from Lang Portal API"`,
	`vpc-endpoint-sg in 443 haiku-api-sg "Allow HTTPS from Haiku Generator API"`,
	`vpc-endpoint-sg in 443 vocab-generator-sg "Allow HTTPS from Vocab Generator"`,
	`vpc-endpoint-sg in 443 writing-practice-sg "Allow HTTPS from Writing Practice"`,
	`vpc-endpoint-sg out all 10.0.0.0/16 "Allow all outbound within VPC"`,
}

// forgotten are the halves of edges that the document lacks, and the platform declares.
var forgotten = []string{
	`haiku-aurora-sg in 5432 haiku-rds-proxy-sg "Allow traffic from Haiku RDS Proxy"`,
	`lang-portal-aurora-sg in 5432 lang-portal-rds-proxy-sg "Allow traffic from Lang Portal RDS Proxy"`,
}

// TestLangappsGroups is row LA-11: the groups of the document, exactly. The group of the
// VPC link, which the readings of the document add, is apart.
func TestLangappsGroups(t *testing.T) {
	c := rowsOf(t, "platforms/langapps.cue", nil)
	var matrix struct {
		SecurityGroups []struct {
			Label, Name string
			Rules       []struct {
				Direction, Protocol, Description string
				FromPort                         int
				Peer                             struct{ SecurityGroup, CIDR string }
			}
		}
	}
	if err := json.Unmarshal([]byte(c.files["production/docs/security-groups.json"]), &matrix); err != nil {
		t.Fatal(err)
	}
	name := map[string]string{}
	for _, g := range matrix.SecurityGroups {
		name[g.Label] = g.Name
	}
	var got []string
	for _, g := range matrix.SecurityGroups {
		if g.Label == "vpc_link" {
			continue
		}
		for _, r := range g.Rules {
			port, way := strconv.Itoa(r.FromPort), "in"
			if r.Protocol == "all" {
				port = "all"
			}
			if r.Direction == "egress" {
				way = "out"
			}
			got = append(got, g.Name+" "+way+" "+port+" "+name[r.Peer.SecurityGroup]+r.Peer.CIDR+" "+strconv.Quote(r.Description))
		}
	}
	want := slices.Concat(documented, forgotten)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		for _, rule := range got {
			if !slices.Contains(want, rule) {
				t.Errorf("not in the document: %s", rule)
			}
		}
		for _, rule := range want {
			if !slices.Contains(got, rule) {
				t.Errorf("not in the matrix: %s", rule)
			}
		}
	}
	for _, g := range []string{"lang-portal", "haiku"} {
		c.has(la+"1-network/security-group-"+g+"-aurora-sg.tf", `referenced_security_group_id = aws_security_group.`+regexp.MustCompile("-").ReplaceAllString(g, "_")+`_rds_proxy_sg.id`)
	}
}

// TestLangappsForgotten declares the groups as the document has them: the way from each
// proxy to its database is let out, and not in.
func TestLangappsForgotten(t *testing.T) {
	c := rowsOf(t, "platforms/langapps.cue", func(text string) string {
		return regexp.MustCompile(`ingress: \[api, \{from: [^\n]*\}\]`).ReplaceAllString(text, "ingress: [api]")
	})
	for _, group := range []string{"lang-portal-aurora-sg", "haiku-aurora-sg"} {
		if !c.finds("sg-one-sided", "securityGroups."+group+".ingress") {
			t.Errorf("nobody says that %s lacks the other half: %v", group, c.found)
		}
	}
	if len(c.files) > 0 {
		t.Error("files are written")
	}
}
