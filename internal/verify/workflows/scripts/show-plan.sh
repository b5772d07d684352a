sed 's/^/    /' plan.txt > shown.txt
if [ "$(wc -c < shown.txt)" -gt "$COMMENT_BYTES" ]; then
  tail -c "$COMMENT_BYTES" shown.txt | sed 1d > end.txt
  {
    printf 'The end of the plan. All of it is in the log.\n\n'
    cat end.txt
  } > shown.txt
fi
