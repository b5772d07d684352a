any=true
if [ "$GITHUB_EVENT_NAME" = pull_request ]; then
  if echo "$PATHS" | xargs git diff --quiet "$BASE" HEAD --; then
    echo "Nothing has changed since $BASE."
    any=false
  fi
elif [ "$ACTION" = apply ] && [ -n "$PATHS" ]; then
  gh auth setup-git
  git fetch --quiet origin "$GITHUB_REF"
  if ! echo "$PATHS" | xargs git diff --quiet HEAD FETCH_HEAD --; then
    echo "A newer commit changes this too: its own workflow applies it."
    any=false
  fi
fi
echo "any=$any" >> "$GITHUB_OUTPUT"
