// The Go baseline of bench/admission: the least that a controller-runtime webhook does to hold a Job as the agent does. It decides
// nothing; every Job that asks is held for an hour.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/manager/signals"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

const (
	prefix       = "carbon-aware.io/"
	defaultDelay = 24 * time.Hour
	hold         = time.Hour
)

type holder struct{ decoder admission.Decoder }

func (h *holder) Handle(_ context.Context, request admission.Request) admission.Response {
	job := &batchv1.Job{}
	if err := h.decoder.Decode(request, job); err != nil {
		return admission.Errored(http.StatusBadRequest, err)
	}
	if job.Annotations[prefix+"enabled"] != "true" {
		return admission.Allowed("")
	}
	delay := defaultDelay
	if given, err := time.ParseDuration(job.Annotations[prefix+"max-delay"]); err == nil {
		delay = given
	}
	now := time.Now().UTC()
	job.Annotations[prefix+"state"] = "held"
	job.Annotations[prefix+"reason"] = "BetterWindowAhead"
	job.Annotations[prefix+"release-at"] = now.Add(hold).Format(time.RFC3339)
	job.Annotations[prefix+"latest-start"] = now.Add(delay).Format(time.RFC3339)
	if job.Labels == nil {
		job.Labels = map[string]string{}
	}
	job.Labels[prefix+"managed"] = "true"
	suspend := true
	job.Spec.Suspend = &suspend
	marshaled, err := json.Marshal(job)
	if err != nil {
		return admission.Errored(http.StatusInternalServerError, err)
	}
	return admission.PatchResponseFromRaw(request.Object.Raw, marshaled)
}

func main() {
	port := flag.Int("port", 9443, "HTTPS")
	certificates := flag.String("certificates", "", "folder of tls.crt and tls.key")
	path := flag.String("path", "", "where reviews are taken")
	flag.Parse()
	scheme := runtime.NewScheme()
	if err := batchv1.AddToScheme(scheme); err != nil {
		log.Fatal(err)
	}
	server := webhook.NewServer(webhook.Options{
		Host:    "127.0.0.1",
		Port:    *port,
		CertDir: *certificates,
		// as kubebuilder writes it, and all that an API server asks for
		TLSOpts: []func(*tls.Config){func(config *tls.Config) { config.NextProtos = []string{"http/1.1"} }},
	})
	server.Register(*path, &admission.Webhook{Handler: &holder{decoder: admission.NewDecoder(scheme)}})
	if err := server.Start(signals.SetupSignalHandler()); err != nil {
		log.Fatal(err)
	}
}
