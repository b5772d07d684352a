package terraform

import (
	"fmt"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// taskDefinition registers the file that the ECS generator writes. The file is the
// one source: Terraform fills in its placeholders and takes every argument from it.
func (e *emitter) taskDefinition(s infra.Service) []*tf.Block {
	local := s.Label + "_task"
	var filled tf.Object
	for _, p := range s.Task.Placeholders() {
		filled = append(filled, tf.Entry{Key: p.Name, Value: e.part(s.Stack, p.Part)})
	}
	file := tf.Template{tf.Ident("path.module"), tf.String("/" + s.TaskFile())}
	locals := &tf.Block{Type: "locals", Body: []tf.Item{
		tf.Set(local, tf.Fn("jsondecode", tf.Fn("templatefile", file, filled))),
	}}
	locals.Comment = "The task definition as the ECS API takes it, with the values filled in that only Terraform knows."

	from := func(path string) tf.Expr { return tf.Ident("local." + local + "." + path) }
	task := tf.Resource("aws_ecs_task_definition", s.Label,
		tf.Set("family", from("family")),
		tf.Set("requires_compatibilities", from("requiresCompatibilities")),
		tf.Set("network_mode", from("networkMode")),
		tf.Set("cpu", from("cpu")),
		tf.Set("memory", from("memory")),
		tf.Gap{},
		tf.Set("execution_role_arn", from("executionRoleArn")),
		tf.Set("task_role_arn", from("taskRoleArn")),
		tf.Gap{},
		tf.Set("container_definitions", tf.Fn("jsonencode", from("containerDefinitions"))),
		tf.Gap{},
		tf.Comment("Older revisions stay registered, so that there is a way back to them."),
		tf.Set("skip_destroy", tf.Bool(true)),
		tf.Nested("runtime_platform",
			tf.Set("operating_system_family", from("runtimePlatform.operatingSystemFamily")),
			tf.Set("cpu_architecture", from("runtimePlatform.cpuArchitecture"))))
	if s.Task.EphemeralStorage > 0 {
		task.Add(tf.Nested("ephemeral_storage", tf.Set("size_in_gib", from("ephemeralStorage.sizeInGiB"))))
	}
	for i := range s.Task.Mounts() {
		task.Add(volume(fmt.Sprintf("volumes[%d]", i), from))
	}
	return []*tf.Block{locals, task}
}

// volume is a file system of EFS, at a path of the file.
func volume(at string, from func(string) tf.Expr) *tf.Block {
	efs := at + ".efsVolumeConfiguration"
	return tf.Nested("volume",
		tf.Set("name", from(at+".name")),
		tf.Nested("efs_volume_configuration",
			tf.Set("file_system_id", from(efs+".fileSystemId")),
			tf.Set("transit_encryption", from(efs+".transitEncryption")),
			tf.Nested("authorization_config",
				tf.Set("access_point_id", from(efs+".authorizationConfig.accessPointId")),
				tf.Set("iam", from(efs+".authorizationConfig.iam")))))
}
