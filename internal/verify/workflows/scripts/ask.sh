end=$(($(date +%s) + ANSWER_SECONDS))
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
