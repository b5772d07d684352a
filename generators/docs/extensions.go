package docs

// extensionsSection tells how the extensions get into the databases.
func (v *view) extensionsSection(pg *page) {
	begun := false
	for _, d := range v.Databases {
		if len(d.Extensions) == 0 {
			continue
		}
		if !begun {
			begun = true
			pg.section("Extensions")
			pg.para("Extensions of PostgreSQL stand within a database, where Terraform does not reach. The first migration of the program makes them, or somebody by hand, before what needs them. %s lists what RDS has for the engine's version.", code("SHOW rds.extensions"))
		}
		where := sentence("the database %s", code(d.DatabaseName))
		if d.DatabaseName == "" {
			where = "the database that the program uses"
		}
		pg.para("For %s, as %s in %s:", text(d.Name), code(d.Username), where)
		lines := ""
		for _, e := range d.Extensions {
			lines += "CREATE EXTENSION IF NOT EXISTS \"" + e + "\";\n"
		}
		pg.fence("sql", lines)
	}
}
