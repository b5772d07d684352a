number=${CIRCLE_PULL_REQUEST##*/}
if [ -z "$number" ] || [ -z "$COMMENT_TOKEN" ]; then
  echo "The plan is an artifact of this job."
  exit 0
fi
