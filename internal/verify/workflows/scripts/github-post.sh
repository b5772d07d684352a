mark="<!-- $GITHUB_WORKFLOW $ROOT -->"
{
  printf '%s\n### %s\n\n' "$mark" "$ROOT"
  cat shown.txt
} > comment.md
comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
id=$(gh api --paginate "$comments" --jq ".[] | select(.user.login == \"github-actions[bot]\" and (.body | startswith(\"$mark\"))) | .id" | head -n 1)
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field body=@comment.md
else
  gh api --silent "$comments" --field body=@comment.md
fi
