# Build stage: the README's own targets, tests included.
FROM swift:6.3-bookworm AS build
WORKDIR /opmeter
COPY . .
RUN make test
RUN make build

# Run stage: the program, its profiles and the two libraries that it links.
FROM swift:6.3-bookworm-slim
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends libnghttp2-14 zlib1g curl \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --no-create-home opmeter
COPY --from=build /opmeter/.build/release/opmeter /usr/local/bin/opmeter
COPY --from=build /opmeter/Profiles /usr/local/share/opmeter/Profiles
USER opmeter
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=2s CMD curl --fail --silent http://127.0.0.1:8080/healthz
CMD ["opmeter", "serve", "--host", "0.0.0.0", "--port", "8080", "--profiles", "/usr/local/share/opmeter/Profiles"]
