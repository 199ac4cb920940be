// Sends AdmissionReviews as an API server does (HTTP/1.1, 25 idle connections) and prints one JSON object of what came back.
// At a rate it is an open loop: each review has its instant, late or not, and its latency is counted from there. Without one a
// number of workers send as fast as they are answered.
package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"
)

const (
	idleConnections = 25 // client-go's own
	edge            = 1_000
)

type review struct {
	UID  string          `json:"uid"`
	Held bool            `json:"held"`
	Body json.RawMessage `json:"body"`
}

type answer struct {
	Response *struct {
		UID       string `json:"uid"`
		Allowed   bool   `json:"allowed"`
		PatchType string `json:"patchType"`
		Patch     string `json:"patch"`
	} `json:"response"`
}

type sender struct {
	client  *http.Client
	url     string
	reviews []review
}

// send gives the reason why the answer is none that was wanted; empty when it is.
func (s *sender) send(index int) string {
	one := s.reviews[index%len(s.reviews)]
	response, err := s.client.Post(s.url, "application/json", bytes.NewReader(one.Body))
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err.Error()
	}
	if response.StatusCode != http.StatusOK {
		return response.Status
	}
	var read answer
	if err := json.Unmarshal(body, &read); err != nil {
		return err.Error()
	}
	if read.Response == nil || read.Response.UID != one.UID || !read.Response.Allowed {
		return "no answer that allows this review"
	}
	if one.Held && !holds(read.Response.Patch) {
		return "not held"
	}
	return ""
}

func holds(patch string) bool {
	text, err := base64.StdEncoding.DecodeString(patch)
	return err == nil && bytes.Contains(text, []byte(`"/spec/suspend","value":true`))
}

func (s *sender) openLoop(rate, count int) ([]time.Duration, []string) {
	latencies, faults := make([]time.Duration, count), make([]string, count)
	var pending sync.WaitGroup
	start := time.Now().Add(10 * time.Millisecond)
	for index := range count {
		due := start.Add(time.Duration(index) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		pending.Add(1)
		go func() {
			defer pending.Done()
			faults[index] = s.send(index)
			latencies[index] = time.Since(due)
		}()
	}
	pending.Wait()
	return latencies, faults
}

func (s *sender) closedLoop(workers, count int) ([]time.Duration, []string) {
	latencies, faults := make([]time.Duration, count), make([]string, count)
	indexes := make(chan int)
	var pending sync.WaitGroup
	for range workers {
		pending.Add(1)
		go func() {
			defer pending.Done()
			for index := range indexes {
				startedAt := time.Now()
				faults[index] = s.send(index)
				latencies[index] = time.Since(startedAt)
			}
		}()
	}
	for index := range count {
		indexes <- index
	}
	close(indexes)
	pending.Wait()
	return latencies, faults
}

func percentile(latencies []time.Duration, percent int) float64 {
	sorted := slices.Sorted(slices.Values(latencies))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)].Seconds() * 1_000
}

func main() {
	url := flag.String("url", "", "where reviews are taken")
	authority := flag.String("ca", "", "PEM of whom to trust")
	file := flag.String("reviews", "", "one JSON object a line: uid, held, body")
	rate := flag.Int("rate", 0, "reviews a second; 0: as fast as they are answered")
	workers := flag.Int("workers", 16, "without a rate: how many are under way")
	count := flag.Int("count", 1_000, "how many in all")
	flag.Parse()
	s := &sender{client: clientFor(*authority), url: *url, reviews: readReviews(*file)}

	startedAt := time.Now()
	var latencies []time.Duration
	var faults []string
	if *rate > 0 {
		latencies, faults = s.openLoop(*rate, *count)
	} else {
		latencies, faults = s.closedLoop(*workers, *count)
	}
	seconds := time.Since(startedAt).Seconds()

	wrong := map[string]int{}
	for _, fault := range faults {
		if fault != "" {
			wrong[fault]++
		}
	}
	near := min(edge, len(latencies))
	out, err := json.Marshal(map[string]any{
		"perSecond":  float64(*count) / seconds,
		"p50Ms":      percentile(latencies, 50),
		"p99Ms":      percentile(latencies, 99),
		"maxMs":      percentile(latencies, 100),
		"firstP99Ms": percentile(latencies[:near], 99),
		"lastP99Ms":  percentile(latencies[len(latencies)-near:], 99),
		"wrong":      wrong,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(out))
}

func clientFor(authority string) *http.Client {
	pem, err := os.ReadFile(authority)
	if err != nil {
		log.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &http.Client{
		Timeout: 10 * time.Second, // the API server's own would end a wait that is to be counted
		Transport: &http.Transport{
			TLSClientConfig:     &tls.Config{RootCAs: pool, NextProtos: []string{"http/1.1"}},
			MaxIdleConnsPerHost: idleConnections,
		},
	}
}

func readReviews(name string) []review {
	file, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	var reviews []review
	for lines.Scan() {
		var one review
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			log.Fatal(err)
		}
		reviews = append(reviews, one)
	}
	return reviews
}
