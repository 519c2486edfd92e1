// Sends checks at a fixed rate whatever the answers take, and prints latencies.
//
//   paced PORT RATE SECONDS KEYS PEOPLE
//
// A request is due at its place on the clock. Where all 64 connections wait for answers it waits too, and that wait is
// part of its latency: a service that stands still for a second is not asked less in it (coordinated omission).
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { connections = 64, most_keys = 1000, room = 65536 };

struct connection {
    int socket;
    double due;
    size_t length;
    char answer[room];
};

static struct connection all[connections];
static char keys[most_keys][128];
static int key_count;
static double *latencies;
static long answered, failed;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *words) {
    fprintf(stderr, "paced: %s: %s\n", words, strerror(errno));
    exit(1);
}

// The ID of the person with this number; as DoorBench fills the register.
static void card(long number, char *text) {
    int sum = 275;
    sprintf(text, "T%09ld", number);
    for (int place = 1; place <= 9; place++) sum += (text[place] - '0') * (11 - place);
    text[10] = "0123456789ABCDEFGHJKMNPQRTVWXYZ"[(31 - sum % 31) % 31];
    text[11] = 0;
}

static void ask(struct connection *to, double due, long people) {
    char id[32], request[512];
    card(100000 + random() % people, id);
    int length = sprintf(request,
        "POST /api/v1/checks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: application/json\r\nContent-Length: 30\r\n\r\n{\"temporary_id\":\"%s\"}",
        keys[random() % key_count], id);
    to->due = due;
    to->length = 0;
    if (write(to->socket, request, (size_t)length) != length) fail("a request could not be sent");
}

// Whether the answer is there whole.
static int is_answered(struct connection *from) {
    ssize_t got = read(from->socket, from->answer + from->length, room - 1 - from->length);
    if (got <= 0) fail("a connection ended");
    from->length += (size_t)got;
    from->answer[from->length] = 0;
    char *body = strstr(from->answer, "\r\n\r\n"), *announced = strcasestr(from->answer, "\r\ncontent-length:");
    if (!body || !announced) return 0;
    return from->length >= (size_t)(body + 4 - from->answer) + strtoul(announced + 17, NULL, 10);
}

static void note(struct connection *from) {
    if (strncmp(from->answer, "HTTP/1.1 200", 12) != 0) failed++;
    latencies[answered++] = now() - from->due;
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static void open_all(int port, int queue) {
    for (int i = 0; i < connections; i++) {
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int one = 1;
        all[i].socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(all[i].socket, (struct sockaddr *)&address, sizeof address)) fail("the service cannot be reached");
        setsockopt(all[i].socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = &all[i]};
        epoll_ctl(queue, EPOLL_CTL_ADD, all[i].socket, &wanted);
    }
}

// Runs for so many requests; answers the seconds it took.
static double run(int queue, double rate, long total, long people) {
    // In turn: a connection that is never used is one that the service closes.
    struct connection *idle[connections];
    long taken = 0, given = 0, sent = 0;
    double start = now();
    answered = failed = 0;
    for (int i = 0; i < connections; i++) idle[given++ % connections] = &all[i];
    while (answered < total) {
        while (sent < total && taken < given && start + (double)sent / rate <= now()) {
            ask(idle[taken++ % connections], start + (double)sent / rate, people);
            sent++;
        }
        double wait = sent < total && taken < given ? start + (double)sent / rate - now() : 10;
        if (wait < 0) wait = 0;
        struct timespec time = {(time_t)wait, (long)((wait - (double)(time_t)wait) * 1e9)};
        struct epoll_event ready[connections];
        int count = epoll_pwait2(queue, ready, connections, &time, NULL);
        if (count == 0 && wait >= 10) fail("no answer for ten seconds");
        for (int i = 0; i < count; i++) {
            struct connection *from = ready[i].data.ptr;
            if (!is_answered(from)) continue;
            note(from);
            idle[given++ % connections] = from;
        }
    }
    return now() - start;
}

int main(int count, char **words) {
    if (count != 6) return fprintf(stderr, "usage: paced PORT RATE SECONDS KEYS PEOPLE\n"), 2;
    double rate = atof(words[2]);
    long total = (long)(rate * atof(words[3])), people = atol(words[5]);
    FILE *file = fopen(words[4], "r");
    if (!file) fail(words[4]);
    while (key_count < most_keys && fscanf(file, "%127s", keys[key_count]) == 1) key_count++;
    if (!key_count || total < 100 || people < 1) return fprintf(stderr, "paced: nothing to do\n"), 2;
    srandom((unsigned)time(NULL));
    latencies = calloc((size_t)total + (size_t)rate + 1, sizeof *latencies);
    int queue = epoll_create1(EPOLL_CLOEXEC);
    open_all(atoi(words[1]), queue);
    run(queue, rate, (long)rate, people);  // a second to warm up
    double took = run(queue, rate, total, people);
    qsort(latencies, (size_t)answered, sizeof *latencies, ascending);
    printf("rate=%.0f requests=%ld failed=%ld p50_ms=%.2f p99_ms=%.2f p999_ms=%.2f max_ms=%.2f\n",
        (double)answered / took, answered, failed, latencies[answered / 2] * 1e3, latencies[answered * 99 / 100] * 1e3,
        latencies[answered * 999 / 1000] * 1e3, latencies[answered - 1] * 1e3);
    return failed > 0;
}
