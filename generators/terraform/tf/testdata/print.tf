# Generated. Do not edit.

terraform {
  required_version = ">= 1.10"
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

# One task.
# Public address: no load balancer.
resource "aws_ecs_service" "web" {
  name          = "web"
  cluster       = aws_ecs_cluster.main.arn
  desired_count = 2

  subnets = data.aws_subnets.default.ids
  ids     = ["a", -1, true, [], {}]
  tags    = {}
  environment = {
    A               = "1"
    LONGER          = 2
    "aws:SourceArn" = "arn:${data.aws_partition.x.partition}:s3:::7"
    nested = {
      "for"          = false
      "größe"        = 1
      "e\u0301"      = 2
      "\u65e5\u672c" = 3
    }
    after = local.x
  }
  # Jumps to a new line
  # once.
  depends_on = [aws_iam_role_policy.web, aws_db_instance.db.master_user_secret[0].secret_arn]

  lifecycle {
    ignore_changes = [desired_count, tags["x"]]
  }

  # Above a block.
  network_configuration {
    subnets          = data.aws_subnets.default.ids
    assign_public_ip = true
  }

  empty {}

  last = "x"
}

resource "aws_ecs_task_definition" "web" {
  container_definitions = templatefile("${path.module}/ecs/web.json", {
    IMAGE = var.image_uri
  })
  policy = jsonencode({
    Statement = [
      {
        Effect = "Allow"
        Action = ["s3:GetObject"]
      },
      {},
    ]
  })
  merged = merge(
    {
      a = 1
    },
    var.tags,
    {
      b = 1
    },
  )
  one = concat(["a"], [lower("B")])
  actions = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "ecr:GetAuth",
  ]
  type    = list(string)
  bare    = var.x
  inner   = "${f({ k = [1, 2] })}!"
  element = element(split(":", aws_db_proxy.db.arn), 6)
  share   = 0.05
  name    = one([for o in aws_acm_certificate.main.options : o if o.domain == "x.example.com"]).record_name
  keyed   = { for o in aws_acm_certificate.main.options : o.domain => o.name }["x"]
  records = {
    for o in aws_acm_certificate.main.options : o.domain => {
      name = o.name
      type = o.type
    }
  }
  for_each = {
    for o in aws_acm_certificate.main.options : trimprefix(o.domain, "*.") => {
      name = o.name
    }...
  }
  words = [each.value[0].name, null, each.key]
  body = jsonencode({
    widgets = [
      {
        x    = 0
        view = aws_x.y.arn
        metrics = [
          ["AWS/ECS", "CPU"],
          [],
        ]
      },
    ]
  })
  texts     = ["a\n", "b\n"]
  buildspec = <<-EOT
    version: 0.2
    phases:
      build:
        - echo "$${X}" $Y
        - push ${aws_ecr_repository.web.url}:latest
  EOT
  quoted    = "  indented\n"
  splat     = aws_subnet.public[*].id
}

data "aws_region" "edge" {
  provider = aws.us_east_1
}

resource "aws_acm_certificate" "edge" {
  provider = aws.us_east_1

  domain_name = "x"
}
