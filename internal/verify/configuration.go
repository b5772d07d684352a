package verify

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"groundplan.internal/internal/diag"
)

// configuration is all Terraform of one environment, by folder. A folder is a
// root or a module.
type configuration struct {
	modules map[string]*module
	folders []string              // sorted
	typed   map[string][]located  // resources and data sources, by kind and type
	calls   map[string]moduleCall // by the folder of the module
	faults  diag.List
}

// located is a block and the folder that it is in.
type located struct {
	module *module
	block  *block
}

// module is the blocks of one folder.
type module struct {
	folder string
	blocks []*block          // in the order of files and lines
	at     map[string]*block // by address: aws_x.y, data.aws_x.y, var.z, local.z, output.z, module.z
	double []*block          // whose address was taken already
	moves  []move
}

// block is one top-level block, or one local value.
type block struct {
	address string
	kind    string // resource, data, variable, output, module, local, terraform, provider
	typ     string // of a resource or data source
	label   string
	pos     diag.Pos
	body    body
}

// body is what stands in a block.
type body struct {
	attributes []attribute
	blocks     []nested
}

type attribute struct {
	name  string
	value expression
	pos   diag.Pos
}

type nested struct {
	name string
	body body
	pos  diag.Pos
}

// topBlock is a block as it stands in a file.
type topBlock struct {
	kind   string
	labels []string
	pos    diag.Pos
	body   body
}

// parse reads every .tf file. Files that cannot be read are faults.
func parse(o *output) *configuration {
	c := &configuration{modules: map[string]*module{}}
	for _, p := range o.under("terraform/", ".tf") {
		blocks, ok := plainBlocks(p, o.files[p])
		if !ok {
			var faults diag.List
			if blocks, faults = parsedBlocks(p, o.files[p]); faults.HasErrors() {
				c.faults = append(c.faults, faults...)
				continue
			}
		}
		folder := path.Dir(p)
		m := c.modules[folder]
		if m == nil {
			m = &module{folder: folder, at: map[string]*block{}}
			c.modules[folder] = m
			c.folders = append(c.folders, folder)
		}
		for _, b := range blocks {
			m.add(b)
		}
	}
	slices.Sort(c.folders)
	c.typed = c.byType()
	c.calls = c.called()
	return c
}

// parsedBlocks reads a file with Terraform's parser.
func parsedBlocks(file string, data []byte) (blocks []topBlock, faults diag.List) {
	parsed, diags := hclsyntax.ParseConfig(data, file, hcl.InitialPos)
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			at := diag.Pos{File: file}
			if d.Subject != nil {
				at = position(*d.Subject)
			}
			faults = append(faults, finding(syntaxRules, "verify-syntax", at, nil, d.Summary+": "+d.Detail))
		}
	}
	if faults.HasErrors() {
		return nil, faults
	}
	for _, b := range sorted(parsed.Body.(*hclsyntax.Body).Blocks) {
		blocks = append(blocks, topBlock{b.Type, b.Labels, position(b.TypeRange), bodyOf(b.Body)})
	}
	return blocks, nil
}

func (c *configuration) byType() map[string][]located {
	out := map[string][]located{}
	for _, folder := range c.folders {
		m := c.modules[folder]
		for _, b := range m.blocks {
			if b.typ != "" {
				out[b.kind+" "+b.typ] = append(out[b.kind+" "+b.typ], located{m, b})
			}
		}
	}
	return out
}

// sorted orders blocks by their place in the file; hclsyntax keeps that order, but
// does not promise it.
func sorted(blocks hclsyntax.Blocks) hclsyntax.Blocks {
	slices.SortStableFunc(blocks, func(a, b *hclsyntax.Block) int { return a.TypeRange.Start.Byte - b.TypeRange.Start.Byte })
	return blocks
}

// add keeps a block under its address.
func (m *module) add(b topBlock) {
	out := &block{kind: b.kind, pos: b.pos, body: b.body}
	switch b.kind {
	case "resource":
		out.typ, out.label = b.labels[0], b.labels[1]
		out.address = out.typ + "." + out.label
	case "data":
		out.typ, out.label = b.labels[0], b.labels[1]
		out.address = "data." + out.typ + "." + out.label
	case "variable":
		out.address = "var." + b.labels[0]
	case "locals":
		for _, a := range out.body.attributes {
			m.keep(&block{kind: "local", address: "local." + a.name, pos: a.pos, body: body{attributes: []attribute{{"value", a.value, a.pos}}}})
		}
		return
	case "moved":
		m.moves = append(m.moves, moveOf(out))
		return
	default: // output, module, terraform, provider
		out.address = strings.Join(append([]string{b.kind}, b.labels...), ".")
		if alias := out.body.text("alias"); b.kind == "provider" && alias != "" {
			out.address += "." + alias
		}
	}
	m.keep(out)
}

func (m *module) keep(b *block) {
	m.blocks = append(m.blocks, b)
	if m.at[b.address] != nil {
		m.double = append(m.double, b)
		return
	}
	m.at[b.address] = b
}

func bodyOf(in *hclsyntax.Body) (out body) {
	if len(in.Attributes) > 0 {
		out.attributes = make([]attribute, 0, len(in.Attributes))
	}
	for _, a := range in.Attributes {
		out.attributes = append(out.attributes, attribute{a.Name, convert(a.Expr), position(a.NameRange)})
	}
	slices.SortFunc(out.attributes, func(a, b attribute) int { return a.pos.Compare(b.pos) })
	for _, b := range in.Blocks {
		out.blocks = append(out.blocks, nested{b.Type, bodyOf(b.Body), position(b.TypeRange)})
	}
	return out
}

func position(r hcl.Range) diag.Pos {
	return diag.Pos{File: r.Filename, Line: r.Start.Line, Col: r.Start.Column}
}

// get is an attribute's value; the zero expression is an empty literal.
func (b body) get(name string) (expression, bool) {
	for _, a := range b.attributes {
		if a.name == name {
			return a.value, true
		}
	}
	return expression{}, false
}

// text is an attribute's literal value, or "".
func (b body) text(name string) string {
	if e, ok := b.get(name); ok && e.kind == literal {
		return e.text
	}
	return ""
}

// all are the nested blocks of a name.
func (b body) all(name string) (out []body) {
	for _, n := range b.blocks {
		if n.name == name {
			out = append(out, n.body)
		}
	}
	return out
}

// references calls f with every reference in a body and where it stands.
func (b body) references(f func(string, diag.Pos)) {
	for _, a := range b.attributes {
		a.value.references(func(r string) { f(r, a.pos) })
	}
	for _, n := range b.blocks {
		n.body.references(f)
	}
}

// each calls f with every resource and data source of a type, over all folders.
func (c *configuration) each(kind, typ string, f func(*module, *block)) {
	for _, p := range c.typed[kind+" "+typ] {
		f(p.module, p.block)
	}
}
