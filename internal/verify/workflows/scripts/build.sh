aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"
docker build --pull --file "$DOCKERFILE" --tag image "$FOLDER"
for tag in $TAGS; do
  docker tag image "$REGISTRY/$REPOSITORY:$tag"
  docker push "$REGISTRY/$REPOSITORY:$tag"
done
