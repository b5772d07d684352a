package infra

import (
	"slices"
	"testing"
)

func TestPlaceholders(t *testing.T) {
	task := func(groups ...string) Task {
		c := Container{
			Image: Of("image_uri", VariableValue),
			Environment: []EnvVar{
				{"A", Of("db", DatabaseAddress)},
				{"B", Value{{Text: "x"}, {Node: "media-files", Attribute: BucketName}, {Attribute: AccountID}}},
				{"C", Of("db", DatabaseAddress)},
			},
			Secrets: []SecretVariable{{"D", Of("db", DatabaseSecret), "password"}, {"E", Of("db-secret", SecretARN), ""}},
		}
		t := Task{ExecutionRole: Role{Label: "web_execution"}, TaskRole: Role{Label: "web_task"}}
		for _, g := range groups {
			c.LogGroup = g
			t.Containers = append(t.Containers, c)
		}
		return t
	}
	common := []string{
		"ACCOUNT_ID", "DB_ADDRESS", "DB_SECRET_ARN", "DB_SECRET_ARN_2", "EXECUTION_ROLE_ARN",
		"IMAGE_URI", "MEDIA_FILES_BUCKET_NAME", "TASK_ROLE_ARN",
	}
	for _, c := range []struct {
		name string
		task Task
		logs []string
	}{
		{"one log group", task("web", "web"), []string{"LOG_GROUP_NAME"}},
		{"two log groups", task("web", "proxy"), []string{"PROXY_LOG_GROUP_NAME", "WEB_LOG_GROUP_NAME"}},
	} {
		var got []string
		for _, p := range c.task.Placeholders() {
			got = append(got, p.Name)
		}
		want := slices.Sorted(slices.Values(append(slices.Clone(common), c.logs...)))
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v\nwant %v", c.name, got, want)
		}
	}
}
