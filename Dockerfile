# docker build -t vindex .   (or packaging/compose.yaml)
# docker run --read-only --tmpfs /tmp -v vindex-data:/data -p 8080:8080 -e VINDEX_ADMIN_KEY=… vindex
FROM node:22 AS browser
WORKDIR /source/src/Vindex.Server/Browser
COPY src/Vindex.Server/Browser .
RUN node build.mjs

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
COPY --from=browser /source/src/Vindex.Server/wwwroot src/Vindex.Server/wwwroot
RUN dotnet restore src/Vindex.Cli/Vindex.Cli.csproj --locked-mode \
 && dotnet publish src/Vindex.Cli/Vindex.Cli.csproj -c Release --no-restore -p:BrowserAssets=built -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
 && apt-get install -y --no-install-recommends libsqlite3-0 \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir /data && chown "$APP_UID" /data
COPY --from=build /app /app
ENV VINDEX_DATA=/data DOTNET_EnableDiagnostics=0
USER $APP_UID
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=15s --start-period=1h --start-interval=2s CMD ["dotnet", "/app/vindex.dll", "health"]
ENTRYPOINT ["dotnet", "/app/vindex.dll"]
CMD ["serve", "--urls", "http://0.0.0.0:8080"]
