// Written by OpenAPITests from openapi.yaml; `RECORD_GOLDENS=1 swift test --filter OpenAPI`
// writes it anew.

/// The service's contract, `openapi.yaml` at the top of the project, as the binary carries it.
enum OpenAPIDocument {
  static let text = ##"""
    openapi: 3.1.0
    info:
      title: opmeter
      version: 0.1.0
      summary: What one inference of a neural network costs on a microcontroller.
      description: |
        Send a model, get latency, energy, memory and flash on one board or on many, operation by
        operation, each number with its interval and its source.

        - Bodies are recognised by their content; `Content-Type` is not looked at. `Content-Encoding`
          may be `gzip` or `deflate`.
        - Same input, same `profiles_digest`, same `version`: byte-identical answer.
        - Every error is a problem document (RFC 9457) with a stable `type`.
        - Every answer carries `profiles-digest`, the set of profiles it was made with, and
          `x-request-id`, the client's own where it sent one. A valid `traceparent` comes back.
        - What is unknown is `null` at its key, with a warning that says why.
      license:
        name: Apache-2.0
        identifier: Apache-2.0
    servers:
      - url: /
    tags:
      - name: estimates
      - name: profiles
      - name: service

    paths:
      /:
        get:
          operationId: index
          tags: [service]
          summary: What is here, for people.
          responses:
            "200":
              description: A plain page.
              content:
                text/plain:
                  schema: {type: string}

      /estimate:
        post:
          operationId: estimate
          security: [{}, {bearer: []}]
          tags: [estimates]
          summary: What a model costs.
          description: |
            The body is the model: `.tflite`, `.onnx` or graph JSON, told apart by content.

            With one named profile the answer has a row for each operation; with several, with `*`
            (every profile) or with none (each device's default profile) it is a summary.

            With `gate=true` a failed budget is answered 422: the problem's members stand beside the
            whole report's, so that `curl --fail-with-body` fails a pipeline's step and shows why.
            Formats other than `json` keep their body.
          parameters:
            - $ref: "#/components/parameters/profile"
            - $ref: "#/components/parameters/clock_mhz"
            - $ref: "#/components/parameters/order"
            - $ref: "#/components/parameters/planner"
            - $ref: "#/components/parameters/detail"
            - $ref: "#/components/parameters/format"
            - $ref: "#/components/parameters/gate"
            - $ref: "#/components/parameters/reserve.sram"
            - $ref: "#/components/parameters/reserve.flash"
            - $ref: "#/components/parameters/budget.on"
            - $ref: "#/components/parameters/input_shape"
            - $ref: "#/components/parameters/while_trips"
            - $ref: "#/components/parameters/assume_dtype"
            - $ref: "#/components/parameters/inferences_per_hour"
            - $ref: "#/components/parameters/battery_mwh"
            - $ref: "#/components/parameters/sleep_uw"
            - $ref: "#/components/parameters/why"
            - $ref: "#/components/parameters/what_if"
            - $ref: "#/components/parameters/model_name"
            - $ref: "#/components/parameters/budget.latency"
            - $ref: "#/components/parameters/budget.latency.fail"
            - $ref: "#/components/parameters/budget.latency.warn"
            - $ref: "#/components/parameters/budget.energy"
            - $ref: "#/components/parameters/budget.energy.fail"
            - $ref: "#/components/parameters/budget.energy.warn"
            - $ref: "#/components/parameters/budget.sram"
            - $ref: "#/components/parameters/budget.sram.fail"
            - $ref: "#/components/parameters/budget.sram.warn"
            - $ref: "#/components/parameters/budget.flash"
            - $ref: "#/components/parameters/budget.flash.fail"
            - $ref: "#/components/parameters/budget.flash.warn"
            - $ref: "#/components/parameters/budget.macs"
            - $ref: "#/components/parameters/budget.macs.fail"
            - $ref: "#/components/parameters/budget.macs.warn"
          requestBody:
            required: true
            description: At most 32 MiB, as sent and after decompression.
            content:
              application/octet-stream:
                schema:
                  description: A `.tflite` or `.onnx` file.
                  type: string
                  format: binary
              application/json:
                schema: {$ref: "#/components/schemas/Graph"}
                examples:
                  small: {$ref: "#/components/examples/SmallGraph"}
              multipart/form-data:
                schema:
                  description: A model with what it is compared to; `why` is answered then.
                  type: object
                  required: [model]
                  additionalProperties: false
                  properties:
                    model:
                      description: A `.tflite` or `.onnx` file, or a graph.
                      type: string
                      format: binary
                    baseline:
                      description: |
                        A report that was kept, or the file with several that `opmeter check` writes: there
                        the model's file name picks its own.
                      type: string
                      format: binary
          responses:
            "200":
              description: The report, in the format that was asked for.
              headers:
                profiles-digest: {$ref: "#/components/headers/profiles-digest"}
                x-request-id: {$ref: "#/components/headers/x-request-id"}
              content:
                application/json:
                  schema:
                    oneOf:
                      - $ref: "#/components/schemas/Estimate"
                      - $ref: "#/components/schemas/Benchmarks"
                  examples:
                    summary: {$ref: "#/components/examples/SummaryEstimate"}
                text/plain:
                  schema: {type: string}
                text/markdown:
                  schema: {type: string}
                text/csv:
                  schema: {type: string}
                application/xml:
                  schema: {type: string}
            "400": {$ref: "#/components/responses/BadRequest"}
            "401": {$ref: "#/components/responses/Unauthorized"}
            "408": {$ref: "#/components/responses/Timeout"}
            "413": {$ref: "#/components/responses/TooLarge"}
            "415": {$ref: "#/components/responses/Unsupported"}
            "422":
              description: |
                The request is well-formed and cannot be answered: an unknown profile, a model that
                cannot be, a clock that the device cannot run. Or, with `gate=true`, a budget failed;
                then `type` ends in `budget-failed` and the members of the report follow.
              content:
                application/problem+json:
                  schema:
                    anyOf:
                      - $ref: "#/components/schemas/FailedGate"
                      - $ref: "#/components/schemas/Problem"
                  examples:
                    unknownProfile: {$ref: "#/components/examples/UnknownProfile"}
                    unknownTensor: {$ref: "#/components/examples/UnknownTensor"}
                text/plain:
                  schema: {type: string}
                text/markdown:
                  schema: {type: string}
                text/csv:
                  schema: {type: string}
                application/xml:
                  schema: {type: string}
            "503": {$ref: "#/components/responses/Busy"}

      /diff:
        post:
          operationId: diff
          security: [{}, {bearer: []}]
          tags: [estimates]
          summary: What changed between two reports or models.
          description: |
            The body is `{"base": side, "head": side}`. A side is a report (the JSON of `/estimate`), a
            graph, `{"model_base64": ...}`, or a report with the model that it is of:
            `{"report": ..., "graph": ...}` or `{"report": ..., "model_base64": ...}`. Models are
            estimated on the profiles named, else on those of the other side's report with its clock
            and reserves, else on each device's default profile.

            Operations are matched by name, then by structure. Where profile or program changed since
            the base's report was kept, the base is estimated again from its model; where the model is
            the same file, its base is today's figure; else the result says `not_comparable` and limits
            on latency, energy, RAM and flash are not applied. A reload is never a regression.

            The interval of a difference leaves out what did not change: operations that are the same
            on both sides have the same error. Of two models the parts of the error are known, and what
            the device and the kernel classes share cancels. Of reports only intervals are: those of the
            rows that changed count as independent, and the larger relative reach of the totals acts on
            the difference alone; without rows the totals count as independent, which is wide.

            With `gate=true` a failed limit is answered 422 with `regression-failed`, a failed budget of
            the head with `budget-failed`, as `/estimate` does it.
          parameters:
            - $ref: "#/components/parameters/profile"
            - $ref: "#/components/parameters/clock_mhz"
            - $ref: "#/components/parameters/gate"
            - $ref: "#/components/parameters/reserve.sram"
            - $ref: "#/components/parameters/reserve.flash"
            - $ref: "#/components/parameters/budget.on"
            - name: format
              in: query
              description: Without it `Accept` decides, else `json`.
              schema: {enum: [json, text, md, csv], default: json}
            - $ref: "#/components/parameters/budget.latency"
            - $ref: "#/components/parameters/budget.latency.fail"
            - $ref: "#/components/parameters/budget.latency.warn"
            - $ref: "#/components/parameters/budget.energy"
            - $ref: "#/components/parameters/budget.energy.fail"
            - $ref: "#/components/parameters/budget.energy.warn"
            - $ref: "#/components/parameters/budget.sram"
            - $ref: "#/components/parameters/budget.sram.fail"
            - $ref: "#/components/parameters/budget.sram.warn"
            - $ref: "#/components/parameters/budget.flash"
            - $ref: "#/components/parameters/budget.flash.fail"
            - $ref: "#/components/parameters/budget.flash.warn"
            - $ref: "#/components/parameters/budget.macs"
            - $ref: "#/components/parameters/budget.macs.fail"
            - $ref: "#/components/parameters/budget.macs.warn"
            - $ref: "#/components/parameters/regression.latency"
            - $ref: "#/components/parameters/regression.latency.fail"
            - $ref: "#/components/parameters/regression.latency.warn"
            - $ref: "#/components/parameters/regression.energy"
            - $ref: "#/components/parameters/regression.energy.fail"
            - $ref: "#/components/parameters/regression.energy.warn"
            - $ref: "#/components/parameters/regression.sram"
            - $ref: "#/components/parameters/regression.sram.fail"
            - $ref: "#/components/parameters/regression.sram.warn"
            - $ref: "#/components/parameters/regression.flash"
            - $ref: "#/components/parameters/regression.flash.fail"
            - $ref: "#/components/parameters/regression.flash.warn"
            - $ref: "#/components/parameters/regression.macs"
            - $ref: "#/components/parameters/regression.macs.fail"
            - $ref: "#/components/parameters/regression.macs.warn"
          requestBody:
            required: true
            description: At most 32 MiB, as sent and after decompression.
            content:
              application/json:
                schema:
                  type: object
                  required: [base, head]
                  additionalProperties: false
                  properties:
                    base: {type: object, description: "A report, a graph, or an object of both."}
                    head: {type: object, description: "A report, a graph, or an object of both."}
          responses:
            "200":
              description: The difference, in the format that was asked for.
              headers:
                profiles-digest: {$ref: "#/components/headers/profiles-digest"}
                x-request-id: {$ref: "#/components/headers/x-request-id"}
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/Diff"}
                text/plain:
                  schema: {type: string}
                text/markdown:
                  schema: {type: string}
                text/csv:
                  schema: {type: string}
            "400": {$ref: "#/components/responses/BadRequest"}
            "401": {$ref: "#/components/responses/Unauthorized"}
            "408": {$ref: "#/components/responses/Timeout"}
            "413": {$ref: "#/components/responses/TooLarge"}
            "415": {$ref: "#/components/responses/Unsupported"}
            "422":
              description: |
                A report that does not agree with itself, a model that cannot be, an unknown profile.
                Or, with `gate=true`, a limit or a budget failed; then the members of the difference
                follow the problem's.
              content:
                application/problem+json:
                  schema: {$ref: "#/components/schemas/Problem"}
                text/plain:
                  schema: {type: string}
                text/markdown:
                  schema: {type: string}
                text/csv:
                  schema: {type: string}
            "503": {$ref: "#/components/responses/Busy"}

      /optimize:
        post:
          operationId: optimize
          security: [{}, {bearer: []}]
          tags: [estimates]
          summary: A `.tflite` file that needs a smaller arena.
          description: |
            The answer is the file itself: its operators in a better order, and a memory plan (metadata
            `OfflineMemoryAllocation`) that stock TensorFlow Lite Micro honours. Everything else is
            preserved to the byte. In no build that is looked at does the file need more than before;
            where nothing is gained, or the file cannot be planned, it comes back as it was sent, with
            `opmeter-outcome: unchanged` and the reason.

            `format=json` answers the report in place of the file.
          parameters:
            - name: profile
              in: query
              description: |
                Profiles whose kernels' scratch memory counts beside the portable kernels'; the first
                matters most. Without it, and with `*`, every profile counts and all count alike.
              schema:
                type: array
                items: {type: string, minLength: 1}
              style: form
              explode: true
              example: [nucleo-f746zg]
            - name: format
              in: query
              description: |
                What the answer is: the file, or the report. Without it the file, save where `Accept`
                names `application/json` and no file.
              schema: {enum: [model, json, text], default: model}
          requestBody:
            required: true
            description: At most 32 MiB, as sent and after decompression.
            content:
              application/octet-stream:
                schema:
                  description: A `.tflite` file.
                  type: string
                  format: binary
          responses:
            "200":
              description: The file, better or as it was sent; or the report.
              headers:
                profiles-digest: {$ref: "#/components/headers/profiles-digest"}
                x-request-id: {$ref: "#/components/headers/x-request-id"}
                opmeter-outcome:
                  description: Whether the file is another than the one sent.
                  schema: {enum: [optimized, unchanged]}
                opmeter-reason:
                  description: Why it is unchanged; the report's `reason.code`.
                  schema: {type: string}
                opmeter-file-sha256:
                  description: Of the file handed back.
                  schema: {type: string}
                opmeter-arena-before-bytes:
                  description: The report's `arena.before_bytes`; the next two likewise.
                  schema: {type: integer, minimum: 0}
                opmeter-arena-after-bytes:
                  schema: {type: integer, minimum: 0}
                opmeter-arena-saved-bytes:
                  schema: {type: integer, minimum: 0}
              content:
                application/octet-stream:
                  schema: {type: string, format: binary}
                application/json:
                  schema: {$ref: "#/components/schemas/Optimization"}
                text/plain:
                  schema: {type: string}
            "400": {$ref: "#/components/responses/BadRequest"}
            "401": {$ref: "#/components/responses/Unauthorized"}
            "408": {$ref: "#/components/responses/Timeout"}
            "413": {$ref: "#/components/responses/TooLarge"}
            "415": {$ref: "#/components/responses/Unsupported"}
            "422": {$ref: "#/components/responses/Unprocessable"}
            "503": {$ref: "#/components/responses/Busy"}

      /calibrate:
        post:
          operationId: calibrate
          security: [{}, {bearer: []}]
          tags: [profiles]
          summary: A device file from your own measurements.
          description: |
            The body is a table of measured rows (CSV, `docs/calibrate.md`), alone or in a form beside
            the models that its rows name:

                curl --data-binary @m.csv 'http://HOST/calibrate?profile=any-cortex-m4&device=my-board'
                curl -F measurements=@m.csv -F model=@kws.tflite 'http://HOST/calibrate?profile=any-cortex-m4'

            The numbers of `profile` are moved by what was measured; what the rows do not tell stays
            there with its spread. One row already helps, and `trusted` then says that it is alone.
            Rows that cannot be true together, and a board far from all its kin, are answered 422: the
            problem's members, with the line, stand beside the whole report's, and the device file marks
            its numbers as assumed. At most 256 rows and 1 MiB of table. Nothing is stored.
          parameters:
            - name: profile
              in: query
              required: true
              description: Where to begin, the nearest board or `any-cortex-m4` and its kin.
              schema: {type: string, minLength: 1}
              example: any-cortex-m4
            - name: device
              in: query
              description: The id of the device that is made.
              schema: {type: string, pattern: '^[a-z0-9][a-z0-9._-]*$', maxLength: 100, default: my-board}
            - name: format
              in: query
              description: "`device` is the device file alone, to be laid into `Profiles/devices`."
              schema: {enum: [json, text, device], default: json}
          requestBody:
            required: true
            content:
              text/csv:
                schema: {type: string}
                examples:
                  layers:
                    value: |
                      op,input,output,kernel,padding,clock_mhz,latency_ms
                      conv2d,25x5x64,25x5x64,1x1,,80,4.1
                      depthwise_conv2d,25x5x64,25x5x64,3x3,same,80,2.9
                      fully_connected,640,128,,,80,1.9
              multipart/form-data:
                schema:
                  type: object
                  required: [measurements]
                  properties:
                    measurements:
                      description: The table.
                      type: string
                  additionalProperties:
                    description: A model; rows call it by its file's name.
                    type: string
                    format: binary
          responses:
            "200":
              description: The calibration, in the format that was asked for.
              headers:
                profiles-digest: {$ref: "#/components/headers/profiles-digest"}
                x-request-id: {$ref: "#/components/headers/x-request-id"}
                opmeter-trusted:
                  description: The report's `trusted`, in whatever format.
                  schema: {type: boolean}
              content:
                application/json:
                  schema:
                    anyOf:
                      - $ref: "#/components/schemas/Calibration"
                      - $ref: "#/components/schemas/DeviceFile"
                text/plain:
                  schema: {type: string}
            "400": {$ref: "#/components/responses/BadRequest"}
            "401": {$ref: "#/components/responses/Unauthorized"}
            "408": {$ref: "#/components/responses/Timeout"}
            "413": {$ref: "#/components/responses/TooLarge"}
            "422":
              description: |
                An unknown profile, a row that cannot be, or rows that cannot be true together; then
                `type` ends in `contradictory-measurements` and the report's members follow.
              content:
                application/problem+json:
                  schema:
                    anyOf:
                      - allOf:
                          - $ref: "#/components/schemas/Problem"
                          - $ref: "#/components/schemas/Calibration"
                      - $ref: "#/components/schemas/Problem"
                text/plain:
                  schema: {type: string}
            "503": {$ref: "#/components/responses/Busy"}

      /profiles:
        get:
          operationId: listProfiles
          tags: [profiles]
          summary: Every profile in use.
          parameters:
            - $ref: "#/components/parameters/if-none-match"
          responses:
            "200":
              description: The list, by device and runtime.
              headers:
                etag: {$ref: "#/components/headers/etag"}
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/ProfileList"}
            "304": {$ref: "#/components/responses/NotModified"}
            "400": {$ref: "#/components/responses/BadRequest"}

      /profiles/{id}:
        get:
          operationId: getProfile
          tags: [profiles]
          summary: One profile with the sources of its numbers.
          parameters:
            - name: id
              in: path
              required: true
              description: A profile's id, its device's id (the default profile), or an alias of either.
              schema: {type: string}
              example: nucleo-f746zg
            - $ref: "#/components/parameters/if-none-match"
          responses:
            "200":
              description: The profile.
              headers:
                etag: {$ref: "#/components/headers/etag"}
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/Profile"}
            "304": {$ref: "#/components/responses/NotModified"}
            "400": {$ref: "#/components/responses/BadRequest"}
            "404": {$ref: "#/components/responses/NotFound"}

      /profiles/{id}/curves:
        get:
          operationId: getProfileCurves
          tags: [profiles]
          summary: Throughput against multiply-accumulates per output, by operation type.
          description: >-
            Each point is the estimate of one int8 layer. `family` says which sizes are fixed and which
            one grows: `size`. Pools have no MACs, so the picture leaves them out.
          parameters:
            - name: id
              in: path
              required: true
              description: A profile's id, its device's id (the default profile), or an alias of either.
              schema: {type: string}
              example: nucleo-f746zg
            - name: format
              in: query
              description: The form of the answer.
              schema: {type: string, enum: [json, text, csv, svg], default: json}
            - $ref: "#/components/parameters/if-none-match"
          responses:
            "200":
              description: The curves.
              headers:
                etag: {$ref: "#/components/headers/etag"}
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/Curves"}
                text/plain:
                  schema: {type: string}
                text/csv:
                  schema: {type: string}
                image/svg+xml:
                  schema: {type: string}
            "304": {$ref: "#/components/responses/NotModified"}
            "400": {$ref: "#/components/responses/BadRequest"}
            "404": {$ref: "#/components/responses/NotFound"}

      /profiles/status:
        get:
          operationId: profileStatus
          tags: [profiles]
          summary: How loading the profiles went, and what is wrong with those on disk.
          responses:
            "200":
              description: The status.
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/ProfileStatus"}
            "400": {$ref: "#/components/responses/BadRequest"}

      /profiles/schema/{name}:
        get:
          operationId: profileSchema
          tags: [profiles]
          summary: The JSON Schema of a kind of profile file.
          parameters:
            - name: name
              in: path
              required: true
              schema: {type: string}
              example: device
            - $ref: "#/components/parameters/if-none-match"
          responses:
            "200":
              description: The schema (JSON Schema 2020-12).
              headers:
                etag: {$ref: "#/components/headers/etag"}
              content:
                application/schema+json:
                  schema: {type: object}
            "304": {$ref: "#/components/responses/NotModified"}
            "400": {$ref: "#/components/responses/BadRequest"}
            "404": {$ref: "#/components/responses/NotFound"}

      /profiles/validate:
        post:
          operationId: validateProfile
          security: [{}, {bearer: []}]
          tags: [profiles]
          summary: Checks a device or kernel library file as the loader would. Stores nothing.
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  type: object
                  required: [format]
                  properties:
                    format: {enum: [opmeter-device/1, opmeter-kernels/1]}
          responses:
            "200":
              description: The loader would take the file.
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/ProfileValidation"}
            "400": {$ref: "#/components/responses/BadRequest"}
            "401": {$ref: "#/components/responses/Unauthorized"}
            "408": {$ref: "#/components/responses/Timeout"}
            "413": {$ref: "#/components/responses/TooLarge"}
            "415": {$ref: "#/components/responses/Unsupported"}
            "422": {$ref: "#/components/responses/Unprocessable"}
            "503": {$ref: "#/components/responses/Busy"}

      /operators:
        get:
          operationId: listOperators
          tags: [estimates]
          summary: What graph JSON can say, and which kernel libraries cost it.
          parameters:
            - $ref: "#/components/parameters/if-none-match"
          responses:
            "200":
              description: The table that the importer itself reads.
              headers:
                etag: {$ref: "#/components/headers/etag"}
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/OperatorList"}
            "304": {$ref: "#/components/responses/NotModified"}
            "400": {$ref: "#/components/responses/BadRequest"}

      /healthz:
        get:
          operationId: health
          tags: [service]
          summary: Whether the process lives.
          responses:
            "200":
              description: It does.
              content:
                application/json:
                  schema:
                    type: object
                    required: [status]
                    properties:
                      status: {const: ok}

      /readyz:
        get:
          operationId: readiness
          tags: [service]
          summary: Whether the service wants requests. The first to turn when it is about to stop.
          responses:
            "200":
              description: It does.
              content:
                application/json:
                  schema:
                    type: object
                    required: [status, version, profiles_digest]
                    properties:
                      status: {const: ready}
                      version: {$ref: "#/components/schemas/Version"}
                      profiles_digest: {$ref: "#/components/schemas/Digest"}
            "503": {$ref: "#/components/responses/Busy"}

      /metrics:
        get:
          operationId: metrics
          tags: [service]
          summary: Counts for Prometheus, text format 0.0.4.
          responses:
            "200":
              description: The counts.
              content:
                text/plain:
                  schema: {type: string}

      /version:
        get:
          operationId: version
          tags: [service]
          summary: Which program and which profiles answer.
          responses:
            "200":
              description: The versions.
              content:
                application/json:
                  schema:
                    type: object
                    required: [name, version, profiles_digest, swift]
                    properties:
                      name: {const: opmeter}
                      version: {$ref: "#/components/schemas/Version"}
                      profiles_digest: {$ref: "#/components/schemas/Digest"}
                      swift: {type: string, description: The compiler's version.}
            "400": {$ref: "#/components/responses/BadRequest"}

      /openapi.yaml:
        get:
          operationId: contract
          tags: [service]
          summary: This document.
          parameters:
            - $ref: "#/components/parameters/if-none-match"
          responses:
            "200":
              description: OpenAPI 3.1.
              headers:
                etag: {$ref: "#/components/headers/etag"}
              content:
                application/yaml:
                  schema: {type: string}
            "304": {$ref: "#/components/responses/NotModified"}
            "400": {$ref: "#/components/responses/BadRequest"}

    components:
      securitySchemes:
        bearer:
          description: Asked of every POST where the service was started with `--token-file`.
          type: http
          scheme: bearer

      parameters:
        profile:
          name: profile
          in: query
          description: |
            A profile's id, a device (its default profile), or an alias; repeat it for several. `*` is
            every profile and stands alone. Without it each device's default profile is answered.
          schema:
            type: array
            items: {type: string, minLength: 1}
          style: form
          explode: true
          example: [nucleo-f746zg]
        clock_mhz:
          name: clock_mhz
          in: query
          description: Clock of the core where it is not the device's default, in megahertz.
          schema: {type: number, exclusiveMinimum: 0}
        input_shape:
          name: input_shape
          in: query
          description: |
            The shape of an input whose ONNX file leaves extents open, as `name:1x3x96x96`; repeatable,
            once an input. At most 8 extents of at least 1.
          schema:
            type: array
            items: {type: string, pattern: '^.+:[0-9]+(x[0-9]+){0,7}$'}
          style: form
          explode: true
          example: ["images:1x3x96x96"]
        while_trips:
          name: while_trips
          in: query
          description: |
            How often each WHILE of a TFLite file turns, which no file says. An answer that depends on it
            carries the warning `assumed_runs`.
          schema: {type: integer, minimum: 1, maximum: 1000000, default: 1}
        assume_dtype:
          name: assume_dtype
          in: query
          description: |
            What a float network is taken to be: "what if it were quantised?" Shapes and operations stay
            as they are; a real converter may add or drop conversions at the edges.
          schema: {enum: [int8, int16]}
        inferences_per_hour:
          name: inferences_per_hour
          in: query
          description: How often the device infers; adds `duty_cycle` to each result.
          schema: {type: number, exclusiveMinimum: 0}
          example: 360
        battery_mwh:
          name: battery_mwh
          in: query
          description: |
            What the battery gives, in milliwatt-hours; asks how long it lasts. With
            `inferences_per_hour` alone.
          schema: {type: number, exclusiveMinimum: 0}
          example: 675
        why:
          name: why
          in: query
          description: |
            Adds `why` to each result: operations that take more of the time than of the MACs (where
            there are rows), the tensors of the step that sets the activation peak, and what changed
            since the baseline where the body is a form with one.
          schema: {type: boolean, default: false}
        what_if:
          name: what_if
          in: query
          description: |
            Adds `what_if` to the result: changes to the network, the build and the board, each computed
            by estimating again, what saves most time first. At most 64 estimates; for one profile,
            which is named.
          schema: {type: boolean, default: false}
        model_name:
          name: model_name
          in: query
          description: |
            What the answer calls the model, where the name in its file says little: many `.tflite` files
            call theirs `main`.
          schema: {type: string, minLength: 1, maxLength: 255}
        sleep_uw:
          name: sleep_uw
          in: query
          description: |
            Power between inferences in microwatts, where it is not the device's own. With
            `inferences_per_hour` alone.
          schema: {type: number, minimum: 0}
        order:
          name: order
          in: query
          description: The order of execution that memory is planned for.
          schema: {enum: [given, best], default: given}
        planner:
          name: planner
          in: query
          description: Who places tensors in the arena.
          schema: {enum: [tflm-greedy], default: tflm-greedy}
        detail:
          name: detail
          in: query
          description: |
            `summary` leaves out the rows, `full` adds the memory timeline. By default `ops` with one
            profile asked for by name, else `summary`.
          schema: {enum: [summary, ops, full]}
        format:
          name: format
          in: query
          description: The form of the answer; without it the `Accept` header decides.
          schema: {enum: [json, text, md, csv, junit, github-action-benchmark], default: json}
        gate:
          name: gate
          in: query
          description: Whether a failed budget fails the request with 422.
          schema: {type: boolean, default: false}
        reserve.sram:
          name: reserve.sram
          in: query
          description: RAM that the rest of the firmware takes, with its unit.
          schema: {$ref: "#/components/schemas/Amount"}
          example: 40KiB
        reserve.flash:
          name: reserve.flash
          in: query
          description: Flash that the rest of the firmware takes, with its unit.
          schema: {$ref: "#/components/schemas/Amount"}
          example: 96KiB
        budget.on:
          name: budget.on
          in: query
          description: Whether latency and energy are compared by their value or their interval's high end.
          schema: {enum: [value, high], default: value}
        budget.latency:
          name: budget.latency
          in: query
          description: The most time that one inference may take; the same as `budget.latency.fail`.
          schema: {$ref: "#/components/schemas/Time"}
          example: 100ms
        budget.latency.fail:
          name: budget.latency.fail
          in: query
          schema: {$ref: "#/components/schemas/Time"}
        budget.latency.warn:
          name: budget.latency.warn
          in: query
          description: A limit whose passing is reported and does not fail.
          schema: {$ref: "#/components/schemas/Time"}
        budget.energy:
          name: budget.energy
          in: query
          description: The most energy that one inference may take.
          schema: {$ref: "#/components/schemas/Energy"}
          example: 2mJ
        budget.energy.fail:
          name: budget.energy.fail
          in: query
          schema: {$ref: "#/components/schemas/Energy"}
        budget.energy.warn:
          name: budget.energy.warn
          in: query
          schema: {$ref: "#/components/schemas/Energy"}
        budget.sram:
          name: budget.sram
          in: query
          description: The most RAM that may be needed, reserve included; `pct` is of the device's.
          schema: {$ref: "#/components/schemas/AmountOrShare"}
          example: 256KiB
        budget.sram.fail:
          name: budget.sram.fail
          in: query
          schema: {$ref: "#/components/schemas/AmountOrShare"}
        budget.sram.warn:
          name: budget.sram.warn
          in: query
          schema: {$ref: "#/components/schemas/AmountOrShare"}
        budget.flash:
          name: budget.flash
          in: query
          description: The most flash that may be needed, reserve included; `pct` is of the device's.
          schema: {$ref: "#/components/schemas/AmountOrShare"}
          example: 80pct
        budget.flash.fail:
          name: budget.flash.fail
          in: query
          schema: {$ref: "#/components/schemas/AmountOrShare"}
        budget.flash.warn:
          name: budget.flash.warn
          in: query
          schema: {$ref: "#/components/schemas/AmountOrShare"}
        budget.macs:
          name: budget.macs
          in: query
          description: The most multiply-accumulates that the model may have.
          schema: {$ref: "#/components/schemas/Count"}
          example: 3M
        budget.macs.fail:
          name: budget.macs.fail
          in: query
          schema: {$ref: "#/components/schemas/Count"}
        budget.macs.warn:
          name: budget.macs.warn
          in: query
          schema: {$ref: "#/components/schemas/Count"}
        regression.latency:
          name: regression.latency
          in: query
          description: |
            By how much the latency may grow, as a share of what it was or in its own unit. Figures are
            computed, not timed, so `0pct` works.
          schema: {type: string, minLength: 1}
          example: 2pct
        regression.latency.fail:
          name: regression.latency.fail
          in: query
          description: The same, with its level spelled out.
          schema: {type: string, minLength: 1}
        regression.latency.warn:
          name: regression.latency.warn
          in: query
          description: A limit whose passing is reported and does not fail.
          schema: {type: string, minLength: 1}
        regression.energy:
          name: regression.energy
          in: query
          description: |
            By how much the energy may grow, as a share of what it was or in its own unit. Figures are
            computed, not timed, so `0pct` works.
          schema: {type: string, minLength: 1}
          example: 2pct
        regression.energy.fail:
          name: regression.energy.fail
          in: query
          description: The same, with its level spelled out.
          schema: {type: string, minLength: 1}
        regression.energy.warn:
          name: regression.energy.warn
          in: query
          description: A limit whose passing is reported and does not fail.
          schema: {type: string, minLength: 1}
        regression.sram:
          name: regression.sram
          in: query
          description: |
            By how much the RAM may grow, as a share of what it was or in its own unit. Figures are
            computed, not timed, so `0pct` works.
          schema: {type: string, minLength: 1}
          example: 2pct
        regression.sram.fail:
          name: regression.sram.fail
          in: query
          description: The same, with its level spelled out.
          schema: {type: string, minLength: 1}
        regression.sram.warn:
          name: regression.sram.warn
          in: query
          description: A limit whose passing is reported and does not fail.
          schema: {type: string, minLength: 1}
        regression.flash:
          name: regression.flash
          in: query
          description: |
            By how much the flash may grow, as a share of what it was or in its own unit. Figures are
            computed, not timed, so `0pct` works.
          schema: {type: string, minLength: 1}
          example: 2pct
        regression.flash.fail:
          name: regression.flash.fail
          in: query
          description: The same, with its level spelled out.
          schema: {type: string, minLength: 1}
        regression.flash.warn:
          name: regression.flash.warn
          in: query
          description: A limit whose passing is reported and does not fail.
          schema: {type: string, minLength: 1}
        regression.macs:
          name: regression.macs
          in: query
          description: |
            By how much the number of MACs may grow, as a share of what it was or in its own unit. Figures are
            computed, not timed, so `0pct` works.
          schema: {type: string, minLength: 1}
          example: 2pct
        regression.macs.fail:
          name: regression.macs.fail
          in: query
          description: The same, with its level spelled out.
          schema: {type: string, minLength: 1}
        regression.macs.warn:
          name: regression.macs.warn
          in: query
          description: A limit whose passing is reported and does not fail.
          schema: {type: string, minLength: 1}
        if-none-match:
          name: if-none-match
          in: header
          description: Tags of versions that the client has; one that is current is answered 304.
          schema: {type: string}

      headers:
        profiles-digest:
          description: The set of profiles that the answer was made with.
          schema: {$ref: "#/components/schemas/Digest"}
        x-request-id:
          description: Names the request in the access log; the client's own where it sent one.
          schema: {type: string}
        etag:
          description: The version of the answer; it changes with the profiles and the program.
          schema: {type: string}
        retry-after:
          description: Seconds after which to try again.
          schema: {type: integer, minimum: 0}

      responses:
        NotModified:
          description: The client has the current version.
          headers:
            etag: {$ref: "#/components/headers/etag"}
        BadRequest:
          description: |
            Malformed bytes, JSON types or query, an unknown parameter (the nearest known one is
            named), a body of no recognised kind.
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}
              examples:
                unknownParameter: {$ref: "#/components/examples/UnknownParameter"}
        Unauthorized:
          description: The service asks for a bearer token.
          headers:
            www-authenticate:
              schema: {type: string}
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}
        NotFound:
          description: There is nothing of that name; the nearest known one is named.
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}
        Timeout:
          description: The request came too slowly.
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}
        TooLarge:
          description: A limit on size or count.
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}
        Unsupported:
          description: A kind of file or content coding that is known and not read; says how to convert it.
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}
        Unprocessable:
          description: Well-formed, and impossible.
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}
        Busy:
          description: Too much work at once, or about to stop.
          headers:
            retry-after: {$ref: "#/components/headers/retry-after"}
          content:
            application/problem+json:
              schema: {$ref: "#/components/schemas/Problem"}

      schemas:
        Version:
          description: The program's semantic version.
          type: string
          pattern: '^\d+\.\d+\.\d+'
        Digest:
          description: >-
            SHA-256 over the SHA-256 digests of the files that it stands for, in hexadecimal, a line each: of
            a whole set what `sha256sum devices/*.json kernels/*.json | cut -c1-64 | sha256sum` prints.
          type: string
          pattern: '^sha256:[0-9a-f]{64}$'
        Amount:
          description: Bytes with a unit (B, KiB, MiB, GiB, kB, MB, GB).
          type: string
          pattern: '^\d{1,9}(\.\d{1,9})? ?(B|KiB|MiB|kB|KB|MB)$'
        AmountOrShare:
          description: Bytes with a unit, or per cent (`pct`) of the device's default regions.
          type: string
          pattern: '^\d{1,9}(\.\d{1,9})? ?(B|KiB|MiB|kB|KB|MB)$|^\d{1,3}(\.\d{1,9})? ?pct$'
        Time:
          description: A time with a unit (ns, us, ms, s).
          type: string
          pattern: '^\d{1,9}(\.\d{1,9})? ?(ns|us|ms|s)$'
        Energy:
          description: An energy with a unit (nJ, uJ, mJ, J).
          type: string
          pattern: '^\d{1,9}(\.\d{1,9})? ?(nJ|uJ|mJ|J)$'
        Count:
          description: A number, or thousands (k), millions (M), milliards (G).
          type: string
          pattern: '^\d{1,9}(\.\d{1,9})? ?[kKMG]?$'
        Basis:
          description: |
            How well founded a number is: `measured` (this operation type on this device and library),
            `fitted` (library counted, device calibrated on other networks), `assumed` (a default of
            the core family).
          enum: [measured, fitted, assumed]
        OptionalNumber:
          type: [number, "null"]
        OptionalCount:
          type: [integer, "null"]
          minimum: 0
        OptionalString:
          type: [string, "null"]
        Interval:
          description: A value with its 90 % interval.
          type: object
          additionalProperties: false
          required: [value, low, high]
          properties:
            value: {type: number}
            low: {type: number}
            high: {type: number}
        OptionalInterval:
          oneOf:
            - $ref: "#/components/schemas/Interval"
            - type: "null"

        Problem:
          description: A problem document (RFC 9457). Members that do not apply are left out.
          type: object
          required: [type, title, status, detail]
          properties:
            type:
              description: What kind of problem; its meaning never changes.
              enum:
                - urn:opmeter:problem:malformed-request
                - urn:opmeter:problem:malformed-query
                - urn:opmeter:problem:unknown-parameter
                - urn:opmeter:problem:repeated-parameter
                - urn:opmeter:problem:invalid-parameter
                - urn:opmeter:problem:malformed-content-coding
                - urn:opmeter:problem:empty-body
                - urn:opmeter:problem:unrecognised-model
                - urn:opmeter:problem:malformed-model
                - urn:opmeter:problem:malformed-profile
                - urn:opmeter:problem:malformed-measurements
                - urn:opmeter:problem:malformed-report
                - urn:opmeter:problem:unauthorized
                - urn:opmeter:problem:not-found
                - urn:opmeter:problem:method-not-allowed
                - urn:opmeter:problem:timeout
                - urn:opmeter:problem:body-too-large
                - urn:opmeter:problem:over-limit
                - urn:opmeter:problem:target-too-long
                - urn:opmeter:problem:expectation-failed
                - urn:opmeter:problem:headers-too-large
                - urn:opmeter:problem:unsupported-model
                - urn:opmeter:problem:unsupported-content-coding
                - urn:opmeter:problem:unknown-profile
                - urn:opmeter:problem:invalid-model
                - urn:opmeter:problem:invalid-profile
                - urn:opmeter:problem:invalid-report
                - urn:opmeter:problem:impossible-estimate
                - urn:opmeter:problem:budget-failed
                - urn:opmeter:problem:invalid-measurements
                - urn:opmeter:problem:contradictory-measurements
                - urn:opmeter:problem:regression-failed
                - urn:opmeter:problem:method-not-implemented
                - urn:opmeter:problem:unsupported-transfer-coding
                - urn:opmeter:problem:unsupported-version
                - urn:opmeter:problem:overloaded
                - urn:opmeter:problem:deadline-exceeded
                - urn:opmeter:problem:draining
            title: {type: string, description: The kind in words.}
            status: {type: integer, minimum: 400, maximum: 599}
            detail: {type: string, description: This occurrence in words.}
            op: {type: string, description: The operation at fault.}
            tensor: {type: string, description: The tensor at fault.}
            path: {type: string, description: "The place in a JSON body, such as `$.ops[3].kernel`."}
            byte_offset: {type: integer, minimum: 0, description: The place in the body in bytes.}
            line: {type: integer, minimum: 1, description: The line of a text body.}
            column: {type: string, description: The column of a table.}
            parameter: {type: string, description: The query parameter at fault.}
            suggestion: {type: string, description: The known name that was probably meant.}
        FailedGate:
          description: A failed budget behind `gate=true`; the problem and the whole report in one.
          allOf:
            - $ref: "#/components/schemas/Problem"
            - $ref: "#/components/schemas/Estimate"

        Graph:
          description: |
            A network as JSON. Layout is NHWC, operations run in the order given, output shapes are
            inferred. `/operators` lists each operation's attributes, which stand beside these members.
          type: object
          required: [format, inputs, ops, outputs]
          additionalProperties: false
          properties:
            format: {const: opmeter-graph/1}
            name: {type: string}
            dtype: {$ref: "#/components/schemas/DataType"}
            inputs:
              type: array
              items: {$ref: "#/components/schemas/GraphTensor"}
            ops:
              type: array
              minItems: 1
              items:
                type: object
                required: [op, inputs, outputs]
                properties:
                  op: {type: string}
                  name: {type: string}
                  inputs: {type: array, items: {type: [string, "null"]}}
                  outputs: {type: array, items: {type: string}}
            outputs:
              type: array
              items: {type: string}
            tensors:
              description: Shapes to be checked, other data types, or sizes in bytes alone.
              type: array
              items: {$ref: "#/components/schemas/GraphTensor"}
        GraphTensor:
          type: object
          required: [name]
          additionalProperties: false
          properties:
            name: {type: string}
            shape: {type: array, items: {type: integer, minimum: 1}, maxItems: 8}
            bytes: {type: integer, minimum: 0}
            dtype: {$ref: "#/components/schemas/DataType"}
            storage: {enum: [activation, constant, variable]}
        DataType:
          description: "`int8`, `int16`, `float32`, ..."
          type: string

        Estimate:
          description: What a model costs on each profile that was asked for.
          type: object
          required: [schema, version, profiles_digest, model, results]
          properties:
            schema: {const: opmeter-estimate/1}
            version: {$ref: "#/components/schemas/Version"}
            profiles_digest: {$ref: "#/components/schemas/Digest"}
            model: {$ref: "#/components/schemas/Model"}
            results:
              type: array
              items: {$ref: "#/components/schemas/Result"}
        Model:
          type: object
          additionalProperties: false
          required:
            [name, format, sha256, op_count, macs, arith_ops, parameters, weight_bytes, notes]
          properties:
            name: {type: string}
            format: {enum: [tflite, onnx, opmeter-graph/1]}
            sha256: {type: [string, "null"], pattern: '^[0-9a-f]{64}$'}
            op_count: {type: integer, minimum: 0}
            macs: {type: integer, minimum: 0}
            arith_ops:
              description: |
                As the paper counts: 2 for each MAC, the kernel's area for each output of a pool, 1 for
                each output of an elementwise operation; fused activations and biases count nothing.
              type: integer
              minimum: 0
            parameters: {type: integer, minimum: 0}
            weight_bytes: {type: integer, minimum: 0}
            notes:
              description: |
                What was done to the network before it was estimated: fusions, assumptions. Each stands
                alone beside rows; in a summary the first of each code stands for all of them.
              type: array
              items:
                type: object
                additionalProperties: false
                required: [code, op, count, message]
                properties:
                  code: {type: string}
                  op: {type: [string, "null"]}
                  count: {type: integer, minimum: 1}
                  message: {type: string}
        Result:
          type: object
          additionalProperties: false
          required:
            [profile, coverage, totals, memory, flash, fits, by_op_type, budgets, pass, warnings]
          properties:
            profile:
              type: object
              additionalProperties: false
              required: [id, device, kernels, version, digest, clock_mhz]
              properties:
                id: {type: string}
                device: {type: string}
                kernels: {type: string}
                version: {type: string}
                digest: {$ref: "#/components/schemas/Digest"}
                clock_mhz: {type: number, exclusiveMinimum: 0}
            coverage: {$ref: "#/components/schemas/Coverage"}
            totals: {$ref: "#/components/schemas/Totals"}
            duty_cycle: {$ref: "#/components/schemas/DutyCycle"}
            memory: {$ref: "#/components/schemas/Memory"}
            flash:
              type: object
              additionalProperties: false
              required: [weight_bytes, table_bytes, code_bytes, total_bytes]
              properties:
                weight_bytes: {type: integer, minimum: 0}
                table_bytes:
                  description: |
                    What else of a `.tflite` file lies in flash: tables of tensors, operators and
                    quantisation, names and metadata. Null where the network came from another format,
                    or the runtime translates the file.
                  type: [integer, "null"]
                  minimum: 0
                code_bytes:
                  description: |
                    Interpreter and kernels of the operators that the network uses, C library and
                    application left out. Null where nobody knows the runtime's code.
                  type: [integer, "null"]
                  minimum: 0
                total_bytes: {type: integer, minimum: 0, description: "The sum of what is known."}
                code: {$ref: "#/components/schemas/Code"}
            fits:
              type: object
              additionalProperties: false
              required: [sram, flash]
              properties:
                sram: {$ref: "#/components/schemas/Fit"}
                flash: {$ref: "#/components/schemas/Fit"}
                regions:
                  description: Need and room of each piece of memory; left out in a summary.
                  type: array
                  items: {$ref: "#/components/schemas/RegionFit"}
                actions:
                  description: >-
                    What to do so that it fits, the shortest list that was found, in order; each measured
                    by estimating again. Where no list makes it fit, the one that leaves the least
                    excess. Left out where it fits, where nothing helps, and in a summary.
                  type: array
                  items: {$ref: "#/components/schemas/FitAction"}
            by_op_type:
              type: array
              items: {$ref: "#/components/schemas/TypeShare"}
            ops:
              description: One row for each operation, in the order of execution; not in a summary.
              type: array
              items: {$ref: "#/components/schemas/Operation"}
            budgets:
              type: array
              items: {$ref: "#/components/schemas/Budget"}
            pass: {type: boolean, description: Whether every budget of level `fail` is kept.}
            warnings:
              type: array
              items: {$ref: "#/components/schemas/Warning"}
            why: {$ref: "#/components/schemas/Why"}
            what_if:
              description: With `what_if=true`.
              type: array
              items: {$ref: "#/components/schemas/WhatIf"}
        Why:
          description: With `why=true`.
          type: object
          additionalProperties: false
          required: [arith_ops_per_s, ops, peak, since_baseline, sentences]
          properties:
            arith_ops_per_s: {type: [number, "null"]}
            ops:
              description: At most 5, furthest beyond their share first; empty in a summary.
              type: array
              maxItems: 5
              items:
                type: object
                additionalProperties: false
                required:
                  [index, name, op_type, kernel, latency_fraction, macs_fraction, arith_ops_per_s]
                properties:
                  index: {type: integer, minimum: 0}
                  name: {type: string}
                  op_type: {type: string}
                  kernel: {type: [string, "null"]}
                  latency_fraction: {type: number, minimum: 0}
                  macs_fraction: {type: number, minimum: 0}
                  arith_ops_per_s: {type: [number, "null"]}
            peak:
              description: The step that sets `activation_peak_bytes`, with every tensor alive then.
              oneOf:
                - type: "null"
                - type: object
                  additionalProperties: false
                  required: [step, op, live_bytes, tensors]
                  properties:
                    step: {type: integer, minimum: 0}
                    op: {type: string}
                    live_bytes: {type: integer, minimum: 0}
                    tensors:
                      description: Largest first; `held` ones are neither read nor written there.
                      type: array
                      items:
                        type: object
                        additionalProperties: false
                        required: [name, bytes, role]
                        properties:
                          name: {type: string}
                          bytes: {type: integer, minimum: 0}
                          role: {enum: [input, output, held]}
            since_baseline:
              description: |
                What changed since the baseline that came with the model; `null` without one, and where
                it has nothing of this profile.
              oneOf:
                - type: "null"
                - $ref: "#/components/schemas/DiffResult"
            sentences: {type: array, items: {type: string}}
        WhatIf:
          description: |
            One change and its figures afterwards; `*_change_*` is afterwards minus before, below zero
            where something is saved, with the 90 % interval of the difference.
          type: object
          additionalProperties: false
          required:
            [change, op, changed_ops, profile, sentence, latency_ms, latency_change_ms, energy_uj,
             energy_change_uj, sram_bytes, sram_change_bytes, flash_bytes, flash_change_bytes, macs,
             macs_change, fits]
          properties:
            change:
              enum:
                [channels_multiple_of_4, channels_multiple_of_16, separable, full_convolution,
                 stride_doubled, input_halved, int8, kernels, board, best_order, offline_plan]
            op: {type: [string, "null"], description: The one operation that changes.}
            changed_ops: {type: integer, minimum: 0}
            profile: {type: [string, "null"], description: Where it is another one.}
            sentence: {type: string}
            latency_ms: {$ref: "#/components/schemas/OptionalInterval"}
            latency_change_ms: {$ref: "#/components/schemas/OptionalInterval"}
            energy_uj: {$ref: "#/components/schemas/OptionalInterval"}
            energy_change_uj: {$ref: "#/components/schemas/OptionalInterval"}
            sram_bytes: {type: integer, minimum: 0}
            sram_change_bytes:
              description: "`null` where one side does not know the interpreter's own memory."
              type: [integer, "null"]
            flash_bytes: {type: integer, minimum: 0}
            flash_change_bytes: {type: [integer, "null"]}
            macs: {type: integer, minimum: 0}
            macs_change: {type: integer}
            fits: {type: boolean}
        Coverage:
          description: How much of the model the profile can cost.
          type: object
          additionalProperties: false
          required: [macs_fraction, ops_fraction, not_covered]
          properties:
            macs_fraction: {type: number, minimum: 0, maximum: 1}
            ops_fraction: {type: number, minimum: 0, maximum: 1}
            not_covered:
              type: array
              items:
                type: object
                additionalProperties: false
                required: [op, op_type, reason]
                properties:
                  op: {type: string}
                  op_type: {type: string}
                  reason: {type: string}
        Totals:
          description: Sums of the rows; lower bounds where `complete` is false.
          type: object
          additionalProperties: false
          required:
            - latency_ms
            - energy_uj
            - cycles
            - inferences_per_s
            - arith_ops_per_s
            - energy_nj_per_arith_op
            - average_power_mw
            - energy_covers
            - basis
            - complete
          properties:
            latency_ms: {$ref: "#/components/schemas/OptionalInterval"}
            energy_uj: {$ref: "#/components/schemas/OptionalInterval"}
            cycles: {$ref: "#/components/schemas/OptionalInterval"}
            inferences_per_s: {$ref: "#/components/schemas/OptionalNumber"}
            arith_ops_per_s: {$ref: "#/components/schemas/OptionalNumber"}
            energy_nj_per_arith_op: {$ref: "#/components/schemas/OptionalNumber"}
            average_power_mw:
              description: While it runs; `duty_cycle` has the average with the sleep between.
              $ref: "#/components/schemas/OptionalNumber"
            energy_covers:
              description: What the power behind the energy was measured of; null where energy is.
              type: [object, "null"]
              additionalProperties: false
              required: [includes, supply_v, clock_mhz]
              properties:
                includes: {type: string, description: "Board or chip, above idle or not."}
                supply_v: {$ref: "#/components/schemas/OptionalNumber"}
                clock_mhz: {type: number, exclusiveMinimum: 0}
            basis: {$ref: "#/components/schemas/Basis"}
            complete: {type: boolean}
        DutyCycle:
          description: |
            Only with `inferences_per_hour`: the average over inferences and the sleep between them,
            energy * rate + sleep power * (1 - latency * rate).
          type: object
          additionalProperties: false
          required:
            - inferences_per_hour
            - battery_mwh
            - sleep_power_uw
            - sleep_power_source
            - active_fraction
            - average_power_mw
            - battery_life_h
            - complete
            - reason
            - left_out
          properties:
            inferences_per_hour: {type: number, exclusiveMinimum: 0}
            battery_mwh: {$ref: "#/components/schemas/OptionalNumber"}
            sleep_power_uw: {$ref: "#/components/schemas/OptionalNumber"}
            sleep_power_source: {$ref: "#/components/schemas/OptionalString"}
            active_fraction:
              description: Share of the time that inferences take; above 1 the device cannot keep up.
              $ref: "#/components/schemas/OptionalNumber"
            average_power_mw: {$ref: "#/components/schemas/OptionalInterval"}
            battery_life_h: {$ref: "#/components/schemas/OptionalInterval"}
            complete:
              description: |
                Whether both phases are counted whole. Where not, the average is a lower bound and the
                battery's life an upper one.
              type: boolean
            reason: {type: [string, "null"], description: Why there is no average.}
            left_out:
              description: What the figures do not count, in sentences.
              type: array
              items: {type: string}
        Memory:
          type: object
          additionalProperties: false
          required:
            - activation_peak_bytes
            - peak_step
            - given_order_peak_bytes
            - best_order_peak_bytes
            - lower_bound_bytes
            - lower_bound_proved
            - arena_bytes
            - arena_planner
            - scratch_peak_bytes
            - persistent_bytes
            - allocate_bytes
            - total_footprint_bytes
            - activation_fraction
          properties:
            activation_peak_bytes: {type: integer, minimum: 0}
            peak_step: {$ref: "#/components/schemas/OptionalCount"}
            given_order_peak_bytes: {type: integer, minimum: 0}
            best_order_peak_bytes: {$ref: "#/components/schemas/OptionalCount"}
            lower_bound_bytes: {$ref: "#/components/schemas/OptionalCount"}
            lower_bound_proved: {type: [boolean, "null"]}
            arena_bytes: {$ref: "#/components/schemas/OptionalCount"}
            arena_planner: {type: string}
            scratch_peak_bytes: {type: integer, minimum: 0}
            persistent_bytes: {$ref: "#/components/schemas/OptionalCount"}
            allocate_bytes: {type: integer, minimum: 0}
            total_footprint_bytes: {type: integer, minimum: 0}
            activation_fraction: {type: number, minimum: 0, maximum: 1}
            order:
              description: |
                Only with `order=best`: the operations' indices in the order that the figures are of.
              type: array
              items: {type: integer, minimum: 0}
            timeline:
              description: Only with `detail=full`.
              type: array
              items:
                type: object
                additionalProperties: false
                required: [step, op, live_bytes, scratch_bytes, tensors]
                properties:
                  step: {type: integer, minimum: 0}
                  op: {type: string}
                  live_bytes: {type: integer, minimum: 0}
                  scratch_bytes: {type: integer, minimum: 0}
                  tensors: {type: array, items: {type: string}}
        Fit:
          description: |
            Need against the device's default regions. Where the profile puts the model into a flash of its
            own (`holds_model`), both flashes count together, and `available_bytes` leaves out what one has
            to spare while the other overflows.
          type: object
          additionalProperties: false
          required: [available_bytes, needed_bytes, excess_bytes, fits]
          properties:
            available_bytes: {type: integer, minimum: 0}
            needed_bytes: {type: integer, minimum: 0}
            excess_bytes: {type: integer, minimum: 0}
            fits: {type: boolean}
        Code:
          description: |
            What `code_bytes` is made of, its 90 % interval, and where the figures come from; left out of
            summaries and where the code is not known.
          type: object
          additionalProperties: false
          required: [runtime_bytes, kernel_bytes, low_bytes, high_bytes, kind, source]
          properties:
            runtime_bytes: {type: integer, minimum: 0}
            kernel_bytes: {type: integer, minimum: 0}
            low_bytes: {type: integer, minimum: 0}
            high_bytes: {type: integer, minimum: 0}
            kind: {enum: [measured, fitted, datasheet, assumed]}
            source: {type: string}
        RegionFit:
          description: >-
            One piece of memory. Default regions follow each other in the address map and are one piece,
            which takes everything, reserves included. Any other region is a piece by itself, which would
            have to take the whole arena, or the whole model; where its address shows that it lies next to
            the default ones, a second entry names them together, as one piece.
          type: object
          additionalProperties: false
          required: [names, kind, default, available_bytes, needed_bytes, excess_bytes, fits]
          properties:
            names: {type: array, minItems: 1, items: {type: string}}
            kind: {type: string, enum: [ram, flash]}
            default: {type: boolean}
            available_bytes: {type: integer, minimum: 0}
            needed_bytes: {type: integer, minimum: 0}
            excess_bytes: {type: integer, minimum: 0}
            fits: {type: boolean}
        FitAction:
          description: One step towards a network that fits its device.
          type: object
          additionalProperties: false
          required:
            [action, saves_bytes, saves_flash_bytes, needed_bytes, needed_flash_bytes, fits]
          properties:
            action:
              type: string
              enum: [best_order, offline_plan, int8_interface, int8_network, region, smaller_input]
            region: {type: string, description: "Of `region`: the region that takes the arena, or a part of it where it lies next to the default ones."}
            input_shape:
              description: "Of `smaller_input`: the input that the network would have to be trained for."
              type: array
              items: {type: integer, minimum: 1}
            saves_bytes: {type: integer, description: RAM beyond the actions before it.}
            saves_flash_bytes: {type: integer}
            needed_bytes: {type: integer, minimum: 0, description: RAM of the default regions then.}
            needed_flash_bytes: {type: integer, minimum: 0}
            fits: {type: boolean, description: Whether everything fits then.}
        TypeShare:
          type: object
          additionalProperties: false
          required:
            - op_type
            - count
            - macs
            - arith_ops
            - arith_ops_fraction
            - latency_fraction
            - energy_fraction
            - arith_ops_per_s
          properties:
            op_type: {type: string}
            count: {type: integer, minimum: 1}
            macs: {type: integer, minimum: 0}
            arith_ops: {type: integer, minimum: 0}
            arith_ops_fraction: {type: number, minimum: 0, maximum: 1}
            macs_fraction: {type: number, minimum: 0, maximum: 1}
            latency_ms: {$ref: "#/components/schemas/OptionalNumber"}
            energy_uj: {$ref: "#/components/schemas/OptionalNumber"}
            latency_fraction: {$ref: "#/components/schemas/OptionalNumber"}
            energy_fraction: {$ref: "#/components/schemas/OptionalNumber"}
            arith_ops_per_s: {$ref: "#/components/schemas/OptionalNumber"}
        Operation:
          type: object
          additionalProperties: false
          required:
            - index
            - name
            - op
            - op_type
            - kernel
            - output_shape
            - macs
            - outputs
            - macs_per_output
            - instructions
            - cycles
            - latency_ms
            - energy_uj
            - arith_ops
            - arith_ops_per_s
            - live_bytes
            - scratch_bytes
            - weight_bytes
            - basis
          properties:
            index: {type: integer, minimum: 0}
            name: {type: string}
            op: {type: string}
            op_type: {type: string}
            kernel: {$ref: "#/components/schemas/OptionalString"}
            library: {$ref: "#/components/schemas/OptionalString"}
            output_shape:
              type: [array, "null"]
              items: {type: integer, minimum: 0}
            macs: {type: integer, minimum: 0}
            outputs: {type: integer, minimum: 0}
            macs_per_output: {type: number, minimum: 0}
            instructions: {$ref: "#/components/schemas/OptionalNumber"}
            cycles: {$ref: "#/components/schemas/OptionalNumber"}
            latency_ms: {$ref: "#/components/schemas/OptionalInterval"}
            energy_uj: {$ref: "#/components/schemas/OptionalInterval"}
            arith_ops: {type: integer, minimum: 0}
            arith_ops_per_s: {$ref: "#/components/schemas/OptionalNumber"}
            live_bytes: {type: integer, minimum: 0}
            scratch_bytes: {type: integer, minimum: 0}
            weight_bytes: {type: integer, minimum: 0}
            basis: {$ref: "#/components/schemas/Basis"}
        Budget:
          type: object
          additionalProperties: false
          required: [metric, limit, value, slack, pass]
          properties:
            metric: {enum: [latency, energy, sram, flash, macs]}
            limit: {$ref: "#/components/schemas/OptionalNumber"}
            value: {$ref: "#/components/schemas/OptionalNumber"}
            slack:
              description: Limit minus value; negative where the budget is exceeded.
              type: [number, "null"]
            pass: {type: boolean}
            level: {enum: [fail, warn]}
            "on": {enum: [value, high]}
            unit: {enum: [ms, uj, bytes, macs]}
            reason: {$ref: "#/components/schemas/OptionalString"}
        Warning:
          type: object
          additionalProperties: false
          required: [code, op, message]
          properties:
            code: {type: string}
            op: {$ref: "#/components/schemas/OptionalString"}
            message: {type: string}

        Benchmarks:
          description: The `customSmallerIsBetter` input of github-action-benchmark.
          type: array
          items:
            type: object
            required: [name, unit, value]
            additionalProperties: false
            properties:
              name: {type: string}
              unit: {type: string}
              value: {type: number}
              range: {type: string}
        Diff:
          type: object
          required: [schema, version, sentence, base, head, results, only_in_base, only_in_head, pass]
          properties:
            schema: {const: opmeter-diff/1}
            version: {$ref: "#/components/schemas/Version"}
            sentence: {type: string}
            base: {$ref: "#/components/schemas/DiffSide"}
            head: {$ref: "#/components/schemas/DiffSide"}
            results: {type: array, items: {$ref: "#/components/schemas/DiffResult"}}
            only_in_base: {type: array, items: {type: string}}
            only_in_head: {type: array, items: {type: string}}
            pass: {type: boolean}
        DiffSide:
          type: object
          required: [name, format, sha256, op_count, macs, arith_ops, parameters, weight_bytes, version, profiles_digest]
          properties:
            name: {type: string}
            format: {type: string}
            sha256: {$ref: "#/components/schemas/OptionalString"}
            op_count: {type: integer, minimum: 0}
            macs: {type: integer, minimum: 0}
            arith_ops: {type: integer, minimum: 0}
            parameters: {type: integer, minimum: 0}
            weight_bytes: {type: integer, minimum: 0}
            version: {type: string}
            profiles_digest: {type: string}
        DiffResult:
          type: object
          required: [profile, origin, notes, metrics, ops, limits, budgets, pass]
          properties:
            profile:
              type: object
              required: [id, base_digest, head_digest, base_clock_mhz, head_clock_mhz]
            origin:
              description: |
                Where the base's figures come from: profile and program are the same (`comparable`), or
                they changed and the base was estimated again, is of the same file, or is not here.
              enum: [comparable, estimated_again, same_model, not_comparable]
            notes: {type: array, items: {type: string}}
            metrics:
              type: array
              items:
                type: object
                required: [metric, unit, base, head, change, change_fraction]
                properties:
                  metric: {enum: [latency, energy, sram, flash, activation_peak, macs, weights]}
                  unit: {enum: [ms, uj, bytes, macs]}
                  base: {$ref: "#/components/schemas/OptionalNumber"}
                  head: {$ref: "#/components/schemas/OptionalNumber"}
                  change:
                    description: Head minus base, with its 90 % interval.
                    type: [object, "null"]
                    required: [value, low, high]
                  change_fraction: {$ref: "#/components/schemas/OptionalNumber"}
            ops:
              description: Those that are not as they were, dearest change first; `null` without rows.
              type: [array, "null"]
              items:
                type: object
                required: [change, name, op_type, latency_ms, energy_uj, what, base, head]
                properties:
                  change: {enum: [added, removed, changed, renamed]}
            limits:
              type: array
              items:
                type: object
                required: [metric, level, limit, limit_unit, unit, allowed, change, pass, reason]
                properties:
                  level: {enum: [fail, warn]}
                  pass: {type: boolean}
            budgets: {type: array, items: {$ref: "#/components/schemas/Budget"}}
            pass: {type: boolean}
        Optimization:
          type: object
          additionalProperties: false
          required:
            - schema
            - version
            - profiles_digest
            - outcome
            - reason
            - model
            - file
            - moved_ops
            - planned_tensors
            - arena
            - builds
            - not_promised
          properties:
            schema: {const: opmeter-optimize/1}
            version: {$ref: "#/components/schemas/Version"}
            profiles_digest: {$ref: "#/components/schemas/Digest"}
            outcome: {enum: [optimized, unchanged]}
            reason:
              description: Why the file is unchanged.
              oneOf:
                - type: "null"
                - type: object
                  additionalProperties: false
                  required: [code, message]
                  properties:
                    code:
                      enum:
                        - nothing_to_gain
                        - already_planned
                        - accelerator
                        - control_flow
                        - subgraph_in_arena
                        - no_kernel
                        - hybrid
                        - tensor_type
                        - unwritten_tensor
                        - unknown_scratch
                        - data_outside
                        - newer_schema
                        - no_buffers
                        - too_large
                        - not_verified
                    message: {type: string}
            model:
              description: The file as it was sent.
              type: object
              additionalProperties: false
              required: [sha256, file_bytes, op_count]
              properties:
                sha256: {type: string}
                file_bytes: {type: integer, minimum: 0}
                op_count: {type: integer, minimum: 0}
            file:
              description: The file handed back.
              type: object
              additionalProperties: false
              required: [sha256, file_bytes]
              properties:
                sha256: {type: string}
                file_bytes: {type: integer, minimum: 0}
            moved_ops:
              description: Operators that run at another place than before.
              type: integer
              minimum: 0
            planned_tensors:
              description: Tensors that the plan places.
              type: integer
              minimum: 0
            arena:
              description: |
                The build of the first named profile; without one, that of the portable kernels.
                `null` where nothing was planned.
              oneOf:
                - type: "null"
                - $ref: "#/components/schemas/PlannedArena"
            builds:
              description: Every build that was looked at.
              type: array
              items: {$ref: "#/components/schemas/PlannedArena"}
            not_promised:
              description: What the figures do not say, in sentences.
              type: array
              items: {type: string}
        PlannedArena:
          description: The part of the arena that the runtime plans, where kernels ask for the same scratch.
          type: object
          additionalProperties: false
          required:
            - kernels
            - profiles
            - scratch_peak_bytes
            - before_bytes
            - after_bytes
            - saved_bytes
            - lower_bound_bytes
          properties:
            kernels:
              description: Ids of kernel libraries; `reference` is the portable kernels.
              type: array
              items: {type: string}
            profiles:
              type: array
              items: {type: string}
            scratch_peak_bytes: {type: integer, minimum: 0}
            before_bytes: {type: integer, minimum: 0}
            after_bytes: {type: integer, minimum: 0}
            saved_bytes: {type: integer, minimum: 0}
            lower_bound_bytes:
              description: No order and no placement needs less.
              type: integer
              minimum: 0
        Calibration:
          description: A device file made from measurements, and how far it can be trusted.
          type: object
          required:
            - schema
            - version
            - profiles_digest
            - profile
            - trusted
            - leave_one_out_error
            - doubts
            - rows
            - measure_next
            - device
          properties:
            schema: {const: opmeter-calibration/1}
            version: {$ref: "#/components/schemas/Version"}
            profiles_digest: {$ref: "#/components/schemas/Digest"}
            profile:
              description: Where it began.
              type: object
              additionalProperties: false
              required: [id, digest]
              properties:
                id: {type: string}
                digest: {$ref: "#/components/schemas/Digest"}
            trusted: {type: boolean, description: Whether there is no doubt.}
            leave_one_out_error:
              description: |
                Mean absolute relative error of the rows, each predicted without itself; null for one row.
              type: [number, "null"]
              minimum: 0
            doubts:
              type: array
              items:
                type: object
                additionalProperties: false
                required: [code, lines, message]
                properties:
                  code: {enum: [single_row, contradictory, contradictory_energies, one_class_only, one_network_only, unlikely, imprecise]}
                  lines: {type: array, items: {type: integer, minimum: 1}}
                  message: {type: string}
            rows:
              type: array
              items:
                type: object
                additionalProperties: false
                required: [line, measured_ms, fitted_ms, left_out_ms, left_out_error, outlier]
                properties:
                  line: {type: integer, minimum: 1, description: "In the table, the header being 1."}
                  measured_ms: {type: number, exclusiveMinimum: 0}
                  fitted_ms: {type: number, minimum: 0}
                  left_out_ms:
                    description: By a calibration that did not see the row; null for a single one.
                    type: [number, "null"]
                  left_out_error: {type: [number, "null"], description: Relative.}
                  outlier: {type: boolean, description: Far beyond what the others explain.}
            measure_next:
              description: What narrows the interval of an ordinary network most, the most useful first.
              type: array
              items:
                type: object
                additionalProperties: false
                required: [kernel_class, share, message]
                properties:
                  kernel_class: {type: string}
                  share:
                    description: Of what is unsure.
                    type: number
                    minimum: 0
                    maximum: 1
                  message: {type: string}
            device: {$ref: "#/components/schemas/DeviceFile"}
        DeviceFile:
          description: As `/profiles/schema/device` describes it.
          type: object
          required: [format, id, name, version, core, isa, clock, memory, runtimes]
          properties:
            format: {const: opmeter-device/1}
            id: {type: string}
        ProfileList:
          type: object
          additionalProperties: false
          required: [version, profiles_digest, profiles]
          properties:
            version: {$ref: "#/components/schemas/Version"}
            profiles_digest: {$ref: "#/components/schemas/Digest"}
            profiles:
              type: array
              items:
                unevaluatedProperties: false
                allOf:
                  - $ref: "#/components/schemas/ProfileSummary"
        ProfileSummary:
          type: object
          required:
            [id, aliases, device, core, isa, kernels, clock_mhz, version, digest, basis]
          properties:
            id: {type: string, pattern: '^[a-z0-9._-]+$'}
            aliases:
              description: Every other name that requests may use.
              type: array
              items: {type: string}
            device: {type: string}
            core: {type: string}
            isa: {enum: [v6m, v7m, dsp, mve, xtensa, riscv, x86]}
            kernels: {type: string}
            clock_mhz: {type: number, exclusiveMinimum: 0}
            version: {type: string, description: The device file's own.}
            digest: {$ref: "#/components/schemas/Digest"}
            basis:
              description: How well founded its times are at best; null where nothing is known of time.
              enum: [measured, fitted, assumed, null]
        Curves:
          type: object
          additionalProperties: false
          required: [schema, version, profiles_digest, profile, curves]
          properties:
            schema: {const: opmeter-curves/1}
            version: {type: string}
            profiles_digest: {type: string}
            profile:
              type: object
              additionalProperties: false
              required: [id, digest, clock_mhz]
              properties:
                id: {type: string}
                digest: {type: string}
                clock_mhz: {type: number}
            curves:
              type: array
              items:
                type: object
                additionalProperties: false
                required: [op_type, family, points]
                properties:
                  op_type: {type: string}
                  family: {type: string, description: Which sizes are fixed and which one grows.}
                  points: {type: array, items: {$ref: "#/components/schemas/CurvePoint"}}
        CurvePoint:
          description: One layer. What is unknown is null.
          type: object
          additionalProperties: false
          required:
            - size
            - macs_per_output
            - arith_ops_per_output
            - kernel
            - latency_ms
            - arith_ops_per_s
            - energy_nj_per_arith_op
            - basis
          properties:
            size: {type: integer, description: The size that grows.}
            macs_per_output: {type: number, description: Zero for pools.}
            arith_ops_per_output: {type: number}
            kernel: {type: [string, "null"]}
            latency_ms: {$ref: "#/components/schemas/OptionalInterval"}
            arith_ops_per_s: {type: [number, "null"]}
            energy_nj_per_arith_op: {type: [number, "null"]}
            basis: {enum: [measured, fitted, assumed]}
        Profile:
          unevaluatedProperties: false
          allOf:
            - $ref: "#/components/schemas/ProfileSummary"
            - type: object
              required:
                - name
                - notes
                - clock
                - memory
                - sleep_power_mw
                - sleep_power_unknown
                - runtime
                - library
                - program_version
                - profiles_digest
              properties:
                name: {type: string}
                notes: {$ref: "#/components/schemas/OptionalString"}
                clock:
                  type: object
                  additionalProperties: false
                  required: [default_mhz, maximum_mhz, source]
                  properties:
                    default_mhz: {type: number}
                    maximum_mhz: {type: number}
                    source: {type: string}
                memory:
                  type: object
                  additionalProperties: false
                  required: [source, regions]
                  properties:
                    source: {type: string}
                    regions:
                      type: array
                      items:
                        type: object
                        additionalProperties: false
                        required: [name, kind, bytes, default]
                        properties:
                          name: {type: string}
                          kind: {enum: [ram, flash]}
                          bytes: {type: integer, minimum: 0}
                          default: {type: boolean}
                          address: {type: integer, minimum: 0, description: "Where it begins, if known."}
                          holds_model: {type: boolean, description: "Whether the model lies here and not in the default flash."}
                sleep_power_mw: {$ref: "#/components/schemas/OptionalSourced"}
                sleep_power_unknown:
                  description: Why there is no sleep power.
                  type: [string, "null"]
                runtime: {$ref: "#/components/schemas/Runtime"}
                library: {$ref: "#/components/schemas/KernelLibrary"}
                program_version: {$ref: "#/components/schemas/Version"}
                profiles_digest: {$ref: "#/components/schemas/Digest"}
        Sourced:
          description: A number from outside with where it came from and how sure it is.
          type: object
          additionalProperties: false
          required: [value, spread, source, kind]
          properties:
            value: {type: number}
            spread: {type: number, minimum: 0, description: "One standard deviation, relative."}
            source: {type: string}
            kind: {enum: [measured, fitted, datasheet, assumed]}
        OptionalSourced:
          oneOf:
            - $ref: "#/components/schemas/Sourced"
            - type: "null"
        ClassFactors:
          description: Relative to the overall number, by class of kernel; 1 where not listed.
          type: object
          additionalProperties: {$ref: "#/components/schemas/Sourced"}
        Runtime:
          type: object
          additionalProperties: false
          required:
            - id
            - optimisation
            - interpreter
            - timing
            - timing_unknown
            - power
            - power_unknown
            - code_bytes
            - evidence
          properties:
            id: {type: string}
            optimisation: {type: string}
            interpreter: {type: string}
            timing:
              type: [object, "null"]
              additionalProperties: false
              required:
                - clock_mhz
                - clock_scaling
                - cycles_per_instruction
                - class_factors
                - gather_factor
                - split_cycles
                - weight_byte_cycles
                - weight_cache_bytes
                - line_cycles
                - operation_spread
                - measured_classes
              properties:
                clock_mhz: {type: number}
                clock_scaling: {enum: [proportional, fixed]}
                cycles_per_instruction: {$ref: "#/components/schemas/Sourced"}
                class_factors: {$ref: "#/components/schemas/ClassFactors"}
                gather_factor:
                  description: |
                    Cycles per instruction of copying patches, relative to their convolution; 1 where null.
                  $ref: "#/components/schemas/OptionalSourced"
                split_cycles:
                  description: |
                    Cycles for each extra bus access of a word that does not begin at a multiple of four
                    bytes; 0 where null.
                  $ref: "#/components/schemas/OptionalSourced"
                weight_byte_cycles:
                  description: |
                    Cycles for each byte of weights that comes from where they are stored; 0 where null.
                  $ref: "#/components/schemas/OptionalSourced"
                weight_cache_bytes:
                  description: |
                    Layers whose weights are larger read them again for each pixel; null where weights are
                    as good as read once.
                  type: [integer, "null"]
                line_cycles:
                  description: |
                    Cycles for each line of 32 bytes of instructions that kernels fetch again where a cache
                    of 1 KiB is all there is; 0 where null.
                  $ref: "#/components/schemas/OptionalSourced"
                operation_spread: {type: number, minimum: 0}
                measured_classes: {type: array, items: {type: string}}
            timing_unknown: {$ref: "#/components/schemas/OptionalString"}
            power:
              type: [object, "null"]
              additionalProperties: false
              required: [clock_mhz, active_mw, class_factors, supply_v, includes]
              properties:
                clock_mhz: {type: number}
                active_mw: {$ref: "#/components/schemas/Sourced"}
                class_factors: {$ref: "#/components/schemas/ClassFactors"}
                supply_v: {$ref: "#/components/schemas/OptionalNumber"}
                includes: {type: string}
            power_unknown: {$ref: "#/components/schemas/OptionalString"}
            code_bytes: {$ref: "#/components/schemas/OptionalSourced"}
            evidence:
              description: |
                Which rows of `Profiles/measurements` of this device and runtime the times were fitted to,
                and how far they are from them; null where the device file does not say.
              type: [object, "null"]
              additionalProperties: false
              required: [networks, layers, energies, sources, in_sample_error, left_out_error]
              properties:
                networks:
                  description: Whole networks that were timed.
                  type: array
                  items: {type: string}
                layers: {type: integer, minimum: 0, description: Rows of single layers.}
                energies: {type: integer, minimum: 0, description: Rows whose energy was metered.}
                sources: {type: array, items: {type: string}, description: The first few.}
                in_sample_error:
                  description: Mean absolute relative error of the rows' times; null without rows.
                  type: [number, "null"]
                  minimum: 0
                left_out_error:
                  description: The same with each row's network left out of the fit.
                  type: [number, "null"]
                  minimum: 0
        KernelLibrary:
          type: object
          additionalProperties: false
          required: [id, name, version, isa, optimisation, provenance, fallback, dtypes, kernels]
          properties:
            id: {type: string}
            name: {type: string}
            version: {type: string}
            isa: {type: string}
            optimisation: {type: string}
            provenance: {type: string}
            fallback: {$ref: "#/components/schemas/OptionalString"}
            dtypes:
              description: |
                Types of activations for which convolutions and fully connected layers are served: by
                kernels of the library's own, and by reference kernels, which an estimate warns of.
              type: object
              additionalProperties: false
              required: [own, reference]
              properties:
                own: {type: array, items: {$ref: "#/components/schemas/DataType"}}
                reference: {type: array, items: {$ref: "#/components/schemas/DataType"}}
            kernels:
              type: array
              items:
                type: object
                additionalProperties: false
                required: [name, class, fit]
                properties:
                  name: {type: string}
                  class: {type: string}
                  fit:
                    description: Relative errors on shapes that were left out of the fit.
                    type: [object, "null"]
                    additionalProperties: false
                    required: [shapes, median_error, mean_error, p95_error, worst_error]
                    properties:
                      shapes: {type: integer, minimum: 0}
                      median_error: {type: number, minimum: 0}
                      mean_error: {type: number, minimum: 0}
                      p95_error: {type: number, minimum: 0}
                      worst_error: {type: number, minimum: 0}
        ProfileStatus:
          type: object
          additionalProperties: false
          required:
            - version
            - profiles_digest
            - profiles
            - devices
            - kernel_libraries
            - loaded_at
            - last_reload
            - reloads
            - error
            - watch
          properties:
            version: {$ref: "#/components/schemas/Version"}
            profiles_digest: {$ref: "#/components/schemas/Digest"}
            profiles: {type: integer, minimum: 1}
            devices: {type: integer, minimum: 1}
            kernel_libraries: {type: integer, minimum: 0}
            loaded_at: {type: string, format: date-time}
            last_reload:
              type: object
              additionalProperties: false
              required: [successful, outcome, at, last_success_at]
              properties:
                successful:
                  description: Whether the profiles on disk are those in use.
                  type: boolean
                outcome: {enum: [loaded, unchanged, failed, unsettled]}
                at: {type: string, format: date-time}
                last_success_at: {type: string, format: date-time}
            reloads:
              description: How often the profiles were looked at since the start, by outcome.
              type: object
              additionalProperties: false
              required: [loaded, unchanged, failed, unsettled]
              properties:
                loaded: {type: integer, minimum: 0}
                unchanged: {type: integer, minimum: 0}
                failed: {type: integer, minimum: 0}
                unsettled: {type: integer, minimum: 0}
            error:
              description: Why the profiles on disk are not in use; null where they are.
              type: [object, "null"]
              additionalProperties: false
              required: [file, path, byte_offset, reason, suggestion, since]
              properties:
                file: {$ref: "#/components/schemas/OptionalString"}
                path: {$ref: "#/components/schemas/OptionalString"}
                byte_offset: {$ref: "#/components/schemas/OptionalCount"}
                reason: {type: string}
                suggestion: {$ref: "#/components/schemas/OptionalString"}
                since: {type: [string, "null"], format: date-time}
            watch:
              type: object
              additionalProperties: false
              required: [events, directories]
              properties:
                events:
                  description: Whether changes are told by the system; without it they are polled for.
                  type: boolean
                directories: {type: integer, minimum: 0}
        ProfileValidation:
          type: object
          additionalProperties: false
          required: [valid, kind, id, profiles, version, profiles_digest]
          properties:
            valid: {const: true}
            kind: {enum: [device, kernel_library]}
            id: {type: string}
            profiles:
              description: The profiles that a device file brings.
              type: array
              items: {type: string}
            version: {$ref: "#/components/schemas/Version"}
            profiles_digest: {$ref: "#/components/schemas/Digest"}
        OperatorList:
          type: object
          additionalProperties: false
          required: [version, profiles_digest, operators]
          properties:
            version: {$ref: "#/components/schemas/Version"}
            profiles_digest: {$ref: "#/components/schemas/Digest"}
            operators:
              type: array
              items:
                type: object
                additionalProperties: false
                required: [op, graph_json, inputs, attributes, note, kernel_libraries]
                properties:
                  op: {type: string}
                  graph_json:
                    description: Whether graph JSON can say it; the others come from model files alone.
                    type: boolean
                  inputs:
                    type: object
                    additionalProperties: false
                    required: [minimum, maximum]
                    properties:
                      minimum: {type: integer, minimum: 0}
                      maximum: {$ref: "#/components/schemas/OptionalCount"}
                  attributes:
                    type: array
                    items:
                      type: object
                      additionalProperties: false
                      required: [name, type, required, default, note]
                      properties:
                        name: {type: string}
                        type: {type: string}
                        required: {type: boolean}
                        default: {}
                        note: {type: string}
                  note: {type: string}
                  kernel_libraries:
                    description: The libraries in use with a kernel of their own for it.
                    type: array
                    items: {type: string}

      examples:
        SmallGraph:
          summary: One convolution and a softmax
          value:
            format: opmeter-graph/1
            name: small
            dtype: int8
            inputs:
              - {name: image, shape: [1, 16, 16, 4]}
            ops:
              - op: conv2d
                name: conv
                inputs: [image]
                outputs: [t0]
                filters: 8
                kernel: [3, 3]
                padding: same
              - op: softmax
                name: softmax
                inputs: [t0]
                outputs: [scores]
            outputs: [scores]
        SummaryEstimate:
          summary: A small network on one board, shortened to its totals
          value:
            schema: opmeter-estimate/1
            version: 0.1.0
            profiles_digest: sha256:19c4b383ac5a576233be9c50eb11db5f400a9e77ec34a5e41de97f32c016f2f3
            model:
              name: kws
              format: opmeter-graph/1
              sha256: 0a5a225afe67b31d31f2f68000f772697a9d73f954c6eb9edcf06ae4c2a92088
              op_count: 13
              macs: 2656768
              arith_ops: 5321548
              parameters: 22604
              weight_bytes: 24376
            results: []
        UnknownParameter:
          value:
            type: urn:opmeter:problem:unknown-parameter
            title: Unknown query parameter
            status: 400
            detail: There is no query parameter 'profil'. Did you mean 'profile'?
            parameter: profil
            suggestion: profile
        UnknownProfile:
          value:
            type: urn:opmeter:problem:unknown-profile
            title: Unknown profile
            status: 422
            detail: There is no profile 'nucleo-f764zg'. Did you mean 'nucleo-f746zg'?
            parameter: profile
            suggestion: nucleo-f746zg
        UnknownTensor:
          value:
            type: urn:opmeter:problem:invalid-model
            title: Invalid model
            status: 422
            detail: >-
              Operation 'softmax': tensor 'imago' is no input of the graph, is not declared, and no
              operation writes it. Did you mean 'image'?
            op: softmax
            tensor: imago
            path: $.ops[0].inputs[0]
            byte_offset: 180
            line: 4
            suggestion: image

    """##
}
