# docker build -t tresen . && docker run -p 8080:8080 tresen demo
# docker run -p 8080:8080 -v tresen:/data tresen

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
# The dependencies come first, so that a change of the code leaves their layer alone.
COPY requirements.txt requirements-build.txt ./
RUN python -m venv /opt/tresen \
    && /opt/tresen/bin/pip install --require-hashes --only-binary :all: -r requirements.txt \
    && python -m pip install --require-hashes -r requirements-build.txt
COPY . .
RUN python -m hatchling build -t wheel \
    && /opt/tresen/bin/pip install --no-deps --no-index dist/*.whl

FROM python:3.11-slim-bookworm
# implicit's wheel expects the system's OpenMP, backups of a PostgreSQL its pg_dump; it dumps servers no newer than itself.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home tresen
COPY --from=build /opt/tresen /opt/tresen
ENV PATH=/opt/tresen/bin:$PATH PYTHONUNBUFFERED=1 TRESEN_HOST=0.0.0.0 TRESEN_DATA_DIR=/data
USER tresen
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
ENTRYPOINT ["tresen"]
CMD ["serve"]
