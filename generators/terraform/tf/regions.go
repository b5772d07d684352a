package tf

import "strings"

// providers are the provider of the platform's region, and one for each further region.
func (c Configuration) providers(regions []string) []*Block {
	out := []*Block{c.provider(c.Region)}
	for _, region := range regions {
		b := c.provider(region)
		b.Body = append([]Item{Set("alias", String(providerAlias(region)))}, b.Body...)
		out = append(out, b)
	}
	return out
}

// providerAlias is what the provider of a further region is called: us_east_1.
func providerAlias(region string) string { return strings.ReplaceAll(region, "-", "_") }

// providerIn refers to the provider of a further region.
func providerIn(region string) string { return "aws." + providerAlias(region) }

// handed prints the providers of a module, whose names are no text.
func (p *printer) handed(regions handed, indent int) {
	names := []string{"aws"}
	width := 0
	for _, region := range regions {
		names = append(names, providerIn(region))
		width = max(width, len(providerIn(region)))
	}
	p.buf = append(p.buf, "{\n"...)
	for _, name := range names {
		p.buf = appendIndent(p.buf, indent+1)
		p.buf = append(p.buf, name+strings.Repeat(" ", width-len(name))+" = "+name+"\n"...)
	}
	p.buf = appendIndent(p.buf, indent)
	p.buf = append(p.buf, '}')
}
