package delivery

// Scripts are the same text in every job: what differs they read from variables, so that
// nothing of the platform becomes a part of a program.

// parkedWords say what PARKED is.
const parkedWords = "Whether the platform is parked: true, false or keep."

// terraformCheck is what a root must pass before it is planned.
const terraformCheck = `terraform fmt -check -recursive -diff "$ROOT"
terraform -chdir="$ROOT" init
terraform -chdir="$ROOT" validate
`

// planning and applying are what a job does with its root, in a platform that may be parked.
func planning(parks bool) string { return parking(parks) + terraformPlan }

func applying(parks bool) string { return parking(parks) + terraformApply }

func parking(parks bool) string {
	if parks {
		return keepParked
	}
	return ""
}

// keepParked leaves a parked platform parked, unless the job is there to change that. Roots
// that nothing is parked in have no such output, and do not mind the variable.
const keepParked = `TF_VAR_parked=$PARKED
if [ "$PARKED" = keep ]; then
  TF_VAR_parked=$(terraform -chdir="$ROOT" output -raw parked 2>/dev/null) || TF_VAR_parked=false
fi
export TF_VAR_parked
`

// terraformPlan leaves the plan as text beside the root. It takes no lock, so that who may
// only read can plan.
const terraformPlan = `terraform -chdir="$ROOT" plan -lock=false -no-color > plan.txt
cat plan.txt
`

// terraformApply plans once more, since what was applied before may have changed what is
// left to do, and applies that.
const terraformApply = `terraform -chdir="$ROOT" apply -auto-approve -lock-timeout=15m
`

// startInstances starts instances of RDS that are stopped, which cannot be done while they
// are about to, and waits for them.
const startInstances = `status() { aws rds describe-db-instances --db-instance-identifier "$1" --query 'DBInstances[0].DBInstanceStatus' --output text; }
for instance in $INSTANCES; do
  while [ "$(status "$instance")" = stopping ]; do sleep 30; done
  if [ "$(status "$instance")" = stopped ]; then aws rds start-db-instance --db-instance-identifier "$instance" > /dev/null; fi
done
for instance in $INSTANCES; do
  aws rds wait db-instance-available --db-instance-identifier "$instance"
done
`

// pushImage builds an image and pushes it under every tag. Its first tag is the commit.
const pushImage = `aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"
docker build --pull --file "$DOCKERFILE" --tag image "$FOLDER"
for tag in $TAGS; do
  docker tag image "$REGISTRY/$REPOSITORY:$tag"
  docker push "$REGISTRY/$REPOSITORY:$tag"
done
`

// askEndpoints asks each address until it answers, for five minutes at most. Who is not
// signed in may be sent elsewhere or turned away, which is an answer.
const askEndpoints = `failed=0
for url in $ENDPOINTS; do
  status=000
  for _ in $(seq 10); do
    status=$(curl --silent --show-error --output /dev/null --max-time 20 --write-out '%{http_code}' "$url") || status=000
    case $status in 2??|3??|401|403) break ;; esac
    sleep 10
  done
  echo "$status $url"
  case $status in 2??|3??|401|403) ;; *) failed=1 ;; esac
done
exit "$failed"
`
