for service in $SERVICES; do
  echo "$service"
  aws ecs wait services-stable --cluster "$CLUSTER" --services "$service"
done
