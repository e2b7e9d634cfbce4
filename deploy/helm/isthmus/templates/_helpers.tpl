{{- define "isthmus.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "isthmus.selector" -}}
app.kubernetes.io/name: isthmus
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "isthmus.labels" -}}
{{ include "isthmus.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "isthmus.masterKeySecret" -}}
{{- .Values.masterKey.existingSecret | default (printf "%s-master-key" (include "isthmus.fullname" .)) -}}
{{- end -}}

{{- define "isthmus.adminTokenSecret" -}}
{{- .Values.adminToken.existingSecret | default (printf "%s-admin-token" (include "isthmus.fullname" .)) -}}
{{- end -}}

{{- define "isthmus.scheme" -}}
{{- if .Values.rest.tlsSecret -}}HTTPS{{- else -}}HTTP{{- end -}}
{{- end -}}

{{- define "isthmus.databasePort" -}}
{{- .Values.networkPolicy.databasePort | default (regexFind ":[0-9]+/" .Values.database.url | trimAll ":/") | default 5432 -}}
{{- end -}}
