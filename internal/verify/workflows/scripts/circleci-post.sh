{
  printf '### %s\n\n' "$ROOT"
  cat shown.txt
} | tr '\t' ' ' | tr -d '\000-\011\013-\037' | sed 's/[\\"]/\\&/g' | awk 'BEGIN { printf "{\"body\": \"" } { printf "%s\\n", $0 } END { print "\"}" }' > comment.json
wget -q -O /dev/null --header "Authorization: Bearer $COMMENT_TOKEN" --header "Content-Type: application/json" --post-file comment.json \
  "https://api.github.com/repos/$CIRCLE_PROJECT_USERNAME/$CIRCLE_PROJECT_REPONAME/issues/$number/comments"
