# Build stage: the README's own targets, tests included.
FROM swift:6.3-bookworm AS build
WORKDIR /opmeter
COPY . .
RUN make test
RUN make dist

# Run stage: the Debian package on a Debian without Swift, under a user of its own.
FROM debian:bookworm-slim
COPY --from=build /opmeter/dist/opmeter_*.deb /tmp/opmeter.deb
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends /tmp/opmeter.deb \
  && rm -rf /tmp/opmeter.deb /var/lib/apt/lists/*
# As in deploy/opmeter.service: memory stays flat over reloads, and an estimate's freed pieces are at hand
# for the next.
ENV MALLOC_ARENA_MAX=2 GLIBC_TUNABLES=glibc.malloc.tcache_count=127
USER 10001:10001
EXPOSE 8080
# The shell's own sockets: a client for this alone would be one more program to keep safe.
HEALTHCHECK --interval=10s --timeout=2s --start-period=2s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["opmeter"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
