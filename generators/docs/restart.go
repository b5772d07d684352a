package docs

import (
	"slices"
	"strings"

	"groundplan.internal/internal/infra"
)

// valuesSection tells how the values get into the secrets that the platform makes.
func (v *view) valuesSection(pg *page) {
	var puts, reading, restarts []string
	for _, s := range v.Secrets {
		if s.Existing {
			continue
		}
		puts = append(puts, "# "+s.Name+": "+shape(s), putSecret(s, v.Region))
		for _, r := range s.Readers {
			reading = append(reading, r.Service)
		}
	}
	if len(puts) == 0 {
		return
	}
	pg.section("Secret values")
	pg.para("An apply makes new secrets empty. Until a secret has a value, no task that reads it can start: the deployment of its service fails, and ECS goes back to the older revision, where there is one. So, after the first apply and after every one that adds a secret, write each value into a file, upload it and delete the file:")
	pg.shell(puts...)
	for _, s := range v.Services {
		if slices.Contains(reading, s.Name) {
			restarts = append(restarts, v.deployAgain(s))
		}
	}
	if len(restarts) > 0 && v.Cluster != nil {
		pg.para("Then redeploy the services that read them:")
		pg.shell(restarts...)
	}
}

// mustHold is what the value of a secret has to be.
func mustHold(s infra.Secret) md {
	if keys := secretKeys(s); len(keys) > 0 {
		return sentence("a JSON object with %s", join(each(keys, code)))
	}
	return "one value"
}

// shape is mustHold for a comment in a shell.
func shape(s infra.Secret) string {
	keys := secretKeys(s)
	if len(keys) == 0 {
		return "the value alone"
	}
	var fields []string
	for _, k := range keys {
		fields = append(fields, `"`+k+`": "..."`)
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// secretKeys are the keys that a secret is declared to have, then others that are read.
func secretKeys(s infra.Secret) []string {
	keys := slices.Clone(s.Keys)
	for _, r := range s.Readers {
		if r.Key != "" && !slices.Contains(keys, r.Key) {
			keys = append(keys, r.Key)
		}
	}
	return keys
}

// putSecret sets a value from a file, so that it is in no shell's history.
func putSecret(s infra.Secret, region string) string {
	file := s.Name + ".txt"
	if len(secretKeys(s)) > 0 {
		file = s.Name + ".json"
	}
	return "aws secretsmanager put-secret-value --secret-id " + word(s.Secret) + " --secret-string " + word("file://"+file) + " --region " + word(region)
}

// restart replaces the tasks of a service by new ones of the same revision.
func (v *view) restart(s infra.Service) string {
	return "aws ecs update-service --force-new-deployment --cluster " + word(v.Cluster.Name) + " --service " + word(v.Known(s.Name)) + " --region " + word(v.Region)
}

// deployAgain is restart with the newest revision, which ECS may have gone back from.
// Where a pipeline brings the revisions, the newest need not be the right one.
func (v *view) deployAgain(s infra.Service) string {
	if s.Pipeline {
		return v.restart(s)
	}
	return v.restart(s) + " --task-definition " + word(s.Task.Family)
}

func (v *view) restartSection(pg *page) {
	if len(v.Services) == 0 || v.Cluster == nil {
		return
	}
	pg.section("Start new tasks")
	pg.para("ECS reads secrets only when a task starts: after a value has changed, start new tasks of the services that read it. This replaces the running ones step by step:")
	if len(v.Services) > mostRows {
		pg.shell(v.restart(v.Services[0]))
		pg.para("The other services likewise.")
	} else {
		var all []string
		for _, s := range v.Services {
			all = append(all, v.restart(s))
		}
		pg.shell(all...)
	}
}

// rotationSection says what the passwords that RDS changes ask of who runs the services.
func (v *view) rotationSection(pg *page) {
	t := table{head: []md{"Database", "Start new tasks of"}}
	passwords := v.passwordReaders()
	for _, d := range v.Databases {
		services := slices.DeleteFunc(readingServices(passwords[d.Name]), v.isJob)
		if len(services) > 0 {
			t.row(text(d.Name), join(each(services, text)))
		}
	}
	if len(t.rows) == 0 {
		return
	}
	pg.section("When a master password changes")
	pg.para("RDS rotates every master password every %s, unless its secret is given another schedule. Running tasks keep the old one: their open connections go on, but every new one is refused until the tasks are replaced. %s each time:", count(v.Databases[0].RotationDays, "day", "days"), link("Start new tasks", "#start-new-tasks"))
	pg.table(t)
	pg.para("With %s on the database, services log in with their roles and read no password. Otherwise, a service that must not fail reads the secret itself whenever it connects, or has a user of its own in the database.", code("proxy: iam: true"))
}

// isJob reports whether a node is a job, whose tasks are always new.
func (v *view) isJob(name string) bool {
	return slices.ContainsFunc(v.Jobs, func(j infra.Job) bool { return j.Name == name })
}

// readingServices are the services of readers, each once.
func readingServices(readers []infra.SecretReader) (out []string) {
	for _, r := range readers {
		if !slices.Contains(out, r.Service) {
			out = append(out, r.Service)
		}
	}
	return out
}
