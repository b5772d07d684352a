if [ "$CIRCLE_BRANCH" = "$BRANCH" ]; then exit 0; fi
git fetch --quiet origin "$BRANCH"
base=$(git merge-base FETCH_HEAD HEAD) || exit 0
if echo "$PATHS" | xargs git diff --quiet "$base" HEAD --; then
  echo "Nothing has changed since $base."
  circleci-agent step halt
fi
