package delivery

// Scripts are the same text in every job: what differs they read from variables, so that
// nothing of the platform becomes a part of a program. They are for any shell that ends with
// what fails: the image of Terraform has no bash, no jq and no curl.

// parkedWords say what PARKED is.
const parkedWords = "Whether the platform is parked: true, false or keep."

// needsWords say what NEEDS is.
const needsWords = "The folders of the roots that it needs, apart by spaces."

// terraformCheck is what a root must pass before it is planned. Where somebody has left the
// providers' checksums beside it, no others are taken.
const terraformCheck = `terraform fmt -check -recursive -diff "$ROOT"
set --
if [ -f "$ROOT/.terraform.lock.hcl" ]; then set -- -lockfile=readonly; fi
terraform -chdir="$ROOT" init "$@"
terraform -chdir="$ROOT" validate
`

// planning and applying are what a job does with its root, in a platform that may be parked.
func planning(parks bool) string {
	if parks {
		return parkedNow + "TF_VAR_parked=$(parked_now)\nexport TF_VAR_parked\n" + terraformPlan
	}
	return terraformPlan
}

func applying(parks bool) string {
	if parks {
		return parkedNow + applyParked
	}
	return applyAll
}

// parkedNow tells whether the root is parked. One that was never applied, or that nothing is
// parked in, has no such output; an error is not that.
const parkedNow = `parked_now() {
  outputs=$(terraform -chdir="$ROOT" output -json) || return 1
  case $outputs in
  *'"parked":'*) terraform -chdir="$ROOT" output -raw parked ;;
  *) echo false ;;
  esac
}
`

// terraformPlan leaves the plan as text. It takes no lock, so that who may only read can
// plan. A root may need outputs of another that are still to be applied: then it cannot be
// planned, and is not at fault.
const terraformPlan = `if ! terraform -chdir="$ROOT" plan -lock=false -no-color > plan.txt 2>&1; then
  first=
  for before in $NEEDS; do
    terraform -chdir="$before" init > init.txt
    terraform -chdir="$before" plan -lock=false -detailed-exitcode > before.txt 2>&1 || first="$first $before"
  done
  if [ -z "$first" ]; then
    cat plan.txt
    exit 1
  fi
  printf '\nPlanned once this is applied:%s\n' "$first" >> plan.txt
fi
cat plan.txt
`

// applyAll plans once more, since what was applied before may have changed what is left to
// do, and applies that.
const applyAll = `terraform -chdir="$ROOT" apply -auto-approve -lock-timeout=15m
`

// applyParked leaves a parked platform parked, unless it is there to change that; then it
// changes nothing else, so that no schedule applies what nobody has approved. What the state
// tells is compared: a database that RDS has started is no change of anybody's. Terraform
// refuses a plan that is older than the state, so that what is true after planning is true
// when it is applied.
const applyParked = `before=$(parked_now)
TF_VAR_parked=$before
export TF_VAR_parked
if [ "$PARKED" != keep ]; then
  changes=0
  terraform -chdir="$ROOT" plan -refresh=false -lock-timeout=15m -detailed-exitcode || changes=$?
  if [ "$changes" = 2 ]; then echo "There are changes that nobody has approved: apply them first."; fi
  if [ "$changes" != 0 ]; then exit 1; fi
  TF_VAR_parked=$PARKED
fi
terraform -chdir="$ROOT" plan -lock-timeout=15m -out=tfplan
if [ "$(parked_now)" != "$before" ]; then
  echo "It was parked or unparked meanwhile: run this once more."
  exit 1
fi
terraform -chdir="$ROOT" apply -lock-timeout=15m tfplan
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

// startTasks has services take the image that a tag of theirs is of now.
const startTasks = `for service in $SERVICES; do
  aws ecs update-service --cluster "$CLUSTER" --service "$service" --force-new-deployment > /dev/null
done
`

// awaitServices fails where tasks do not stay up. A balancer that signs people in, or sends
// them elsewhere, answers before it asks any task.
const awaitServices = `for service in $SERVICES; do
  echo "$service"
  aws ecs wait services-stable --cluster "$CLUSTER" --services "$service"
done
`

// askEndpoints asks each address until it answers, or the time for all of them is over. Who
// is not signed in may be sent elsewhere or asked who he is, which is an answer. Forbidden
// is none: so answers a balancer that CloudFront shows no proof of itself.
const askEndpoints = `end=$(($(date +%s) + ANSWER_SECONDS))
failed=0
for url in $ENDPOINTS; do
  while :; do
    status=$(curl --silent --show-error --output /dev/null --max-time 20 --write-out '%{http_code}' "$url") || status=000
    case $status in 2?? | 3?? | 401) break ;; esac
    if [ "$(date +%s)" -ge "$end" ]; then
      failed=1
      break
    fi
    sleep 10
  done
  echo "$status $url"
done
exit "$failed"
`

// showPlan leaves what is posted of a plan: indented, so that nothing in it ends what shows
// it as it is, and whole lines of its end where it is long.
const showPlan = `sed 's/^/    /' plan.txt > shown.txt
if [ "$(wc -c < shown.txt)" -gt "$COMMENT_BYTES" ]; then
  tail -c "$COMMENT_BYTES" shown.txt | sed 1d > end.txt
  {
    printf 'The end of the plan. All of it is in the log.\n\n'
    cat end.txt
  } > shown.txt
fi
`
