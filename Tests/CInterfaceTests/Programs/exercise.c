// A program that uses librca as another language would: `exercise WORK FOLDER`. Prints what it got, a line each.
//
// FOLDER holds set.rcaref and, as raw bytes of SIDE × SIDE, image, mask and reference_0 … with labels_0 …
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rca.h"

#define SIDE 96
#define REFERENCES 9

static const char *folder;

/// Memory that stays until the end, where LeakSanitizer finds it.
static void *kept[64];
static int kept_count;

static void *keep(size_t size) {
    if (kept_count == 64 || !(kept[kept_count] = calloc(1, size))) abort();
    return kept[kept_count++];
}

static const char *path(const char *name) {
    static char text[4096];
    snprintf(text, sizeof text, "%s/%s", folder, name);
    return text;
}

static unsigned char *bytes(const char *name) {
    unsigned char *result = keep(SIDE * SIDE);
    FILE *file = fopen(path(name), "rb");
    if (!file || fread(result, 1, SIDE * SIDE, file) != SIDE * SIDE) abort();
    fclose(file);
    return result;
}

static rca_image image_of(const void *pixels, int32_t format) {
    rca_image image = RCA_INIT(rca_image);
    image.pixels = pixels;
    image.format = format;
    image.width = image.height = SIDE;
    return image;
}

static rca_mask mask_of(const void *pixels, int32_t format) {
    rca_mask mask = RCA_INIT(rca_mask);
    mask.pixels = pixels;
    mask.format = format;
    mask.width = mask.height = SIDE;
    return mask;
}

static void tell(const char *what, int32_t status, rca_error *error) {
    printf("%s: %d %s\n", what, (int)status, rca_error_message(error));
    fflush(stdout);
    rca_error_free(error);
}

static rca_references *opened(void) {
    rca_references *references = NULL;
    rca_error *error = NULL;
    const int32_t status = rca_references_open(path("set.rcaref"), &references, &error);
    if (status != RCA_OK) tell("open", status, error);
    return references;
}

static void print_scores(const rca_scores *scores) {
    rca_case about = RCA_INIT(rca_case);
    if (rca_scores_case(scores, &about) != RCA_OK) abort();
    printf("case %a %s|%s|%s\n", about.reliability, about.verdict, about.reason, about.pose);
    for (int32_t mask = 0; mask < rca_scores_mask_count(scores); mask++) {
        rca_mask_score whole = RCA_INIT(rca_mask_score);
        if (rca_scores_mask(scores, mask, &whole) != RCA_OK) abort();
        printf("mask %a %a %a %a %a\n", whole.dice, whole.expected, whole.lower, whole.upper, whole.consensus);
        for (int32_t structure = 0; structure < rca_scores_structure_count(scores); structure++) {
            rca_structure_score part = RCA_INIT(rca_structure_score);
            if (rca_scores_structure(scores, mask, structure, &part) != RCA_OK) abort();
            printf("%s %a %a %a %s\n", part.name, part.dice, part.expected, part.consensus, part.reference);
        }
    }
}

static rca_scores *scored(const rca_references *references, const rca_image *image, const rca_mask *mask) {
    rca_scores *scores = NULL;
    rca_error *error = NULL;
    const rca_mask *masks[] = {mask};
    const int32_t status = rca_score(references, image, masks, 1, NULL, &scores, &error);
    if (status != RCA_OK) tell("score", status, error);
    return scores;
}

static void score(void) {
    rca_references *references = opened();
    printf("%d %s %s\n", (int)rca_references_count(references), rca_references_structures(references),
        rca_references_digest(references));
    const rca_image image = image_of(bytes("image"), RCA_UINT8);
    const rca_mask mask = mask_of(bytes("mask"), RCA_UINT8);
    rca_scores *scores = scored(references, &image, &mask);
    rca_references_free(references);
    // Scores outlive the references.
    print_scores(scores);
    rca_scores_free(scores);
}

// The same pixels in other clothes: rows apart, upside down in memory, 16 bits, floats of a range that is said.
static void layouts(void) {
    rca_references *references = opened();
    const unsigned char *pixels = bytes("image"), *labels = bytes("mask");
    unsigned char *wide = keep(SIDE * (SIDE + 7)), *upwards = keep(SIDE * SIDE);
    uint16_t *words = keep(2 * SIDE * SIDE), *label_words = keep(2 * SIDE * SIDE);
    float *floats = keep(4 * SIDE * SIDE);
    for (int row = 0; row < SIDE; row++) {
        memcpy(wide + row * (SIDE + 7), pixels + row * SIDE, SIDE);
        memcpy(upwards + (SIDE - 1 - row) * SIDE, pixels + row * SIDE, SIDE);
    }
    for (int index = 0; index < SIDE * SIDE; index++) {
        words[index] = (uint16_t)(pixels[index] * 257);
        floats[index] = (float)pixels[index] * 257;
        label_words[index] = labels[index];
    }
    const rca_mask mask = mask_of(labels, RCA_UINT8), word_mask = mask_of(label_words, RCA_UINT16);
    rca_image images[5] = {
        image_of(pixels, RCA_UINT8), image_of(wide, RCA_UINT8), image_of(upwards + (SIDE - 1) * SIDE, RCA_UINT8),
        image_of(words, RCA_UINT16), image_of(floats, RCA_FLOAT32)};
    images[1].row_stride = SIDE + 7;
    images[2].row_stride = -SIDE;
    images[4].high = 65535;
    for (int index = 0; index < 5; index++) {
        rca_scores *scores = scored(references, &images[index], index % 2 ? &word_mask : &mask);
        print_scores(scores);
        rca_scores_free(scores);
    }
    rca_references_free(references);
}

struct job {
    const rca_references *references;
    const rca_image *image;
    const rca_mask *mask;
    float dice;
};

static void *run(void *context) {
    struct job *job = context;
    for (int round = 0; round < 5; round++) {
        rca_scores *scores = scored(job->references, job->image, job->mask);
        rca_mask_score whole = RCA_INIT(rca_mask_score);
        if (rca_scores_mask(scores, 0, &whole) != RCA_OK) abort();
        job->dice = whole.expected;
        rca_scores_free(scores);
    }
    return NULL;
}

static void threads(void) {
    rca_references *references = opened();
    const rca_image image = image_of(bytes("image"), RCA_UINT8);
    const rca_mask mask = mask_of(bytes("mask"), RCA_UINT8);
    struct job jobs[4];
    pthread_t running[4];
    for (int index = 0; index < 4; index++) {
        jobs[index] = (struct job) {references, &image, &mask, 0};
        pthread_create(&running[index], NULL, run, &jobs[index]);
    }
    for (int index = 0; index < 4; index++) {
        pthread_join(running[index], NULL);
        printf("%a\n", jobs[index].dice);
    }
    rca_references_free(references);
}

static void forks(void) {
    rca_references *references = opened();
    const rca_image image = image_of(bytes("image"), RCA_UINT8);
    const rca_mask mask = mask_of(bytes("mask"), RCA_UINT8);
    rca_scores_free(scored(references, &image, &mask));
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        rca_scores *scores = scored(references, &image, &mask);
        if (scores) abort();
        rca_references_free(references);
        rca_references *own = opened();
        scores = scored(own, &image, &mask);
        print_scores(scores);
        fflush(stdout);
        _exit(0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    printf("child %d\n", status);
    rca_references_free(references);
}

struct watch {
    int64_t last, total;
    int64_t stop_at;
    pthread_t thread;
    int stays;
};

static int32_t watched(void *context, int64_t done, int64_t total) {
    struct watch *watch = context;
    watch->stays &= pthread_equal(watch->thread, pthread_self()) != 0 && done == watch->last + 1;
    watch->last = done;
    watch->total = total;
    return done == watch->stop_at;
}

static rca_builder *filled(void) {
    rca_builder *builder = NULL;
    rca_error *error = NULL;
    if (rca_builder_new("lungs=1,heart=2", &builder, &error) != RCA_OK) abort();
    for (int index = REFERENCES - 1; index >= 0; index--) {
        char name[32], labels[32];
        snprintf(name, sizeof name, "reference_%d", index);
        snprintf(labels, sizeof labels, "labels_%d", index);
        const rca_image image = image_of(bytes(name), RCA_UINT8);
        const rca_mask mask = mask_of(bytes(labels), RCA_UINT8);
        const int32_t status = rca_builder_add(builder, name, &image, &mask, &error);
        if (status != RCA_OK) tell("add", status, error);
    }
    return builder;
}

static void build(void) {
    rca_references *references = NULL;
    rca_error *error = NULL;
    rca_builder *builder = filled();
    struct watch watch = {.thread = pthread_self(), .stays = 1, .stop_at = 3};
    int32_t status = rca_builder_finish(builder, NULL, 2, watched, &watch, &references, &error);
    tell("cancelled", status, error);
    printf("at %d\n", (int)watch.last);
    error = NULL;
    watch = (struct watch) {.thread = pthread_self(), .stays = 1};
    status = rca_builder_finish(builder, path("built.rcaref"), 0, watched, &watch, &references, &error);
    tell("built", status, error);
    error = NULL;
    printf("%d of %d on one thread %d\n", (int)watch.last, (int)watch.total, watch.stays);
    printf("%s\n", rca_references_digest(references));
    rca_references *again = NULL;
    status = rca_builder_finish(builder, path("built.rcaref"), 0, NULL, NULL, &again, &error);
    tell("again", status, error);
    rca_builder_free(builder);
    rca_references_free(references);
}

static void segment(void) {
    rca_references *references = opened();
    rca_segmentation *segmentation = NULL;
    const rca_image image = image_of(bytes("image"), RCA_UINT8);
    if (rca_segment(references, &image, &segmentation, NULL) != RCA_OK) abort();
    uint16_t *labels = keep(2 * SIDE * SIDE);
    uint8_t *confidence = keep(SIDE * SIDE);
    printf("%d\n", (int)rca_segmentation_labels(segmentation, labels, 5));
    if (rca_segmentation_labels(segmentation, labels, SIDE * SIDE) != RCA_OK) abort();
    if (rca_segmentation_confidence(segmentation, confidence, SIDE * SIDE) != RCA_OK) abort();
    unsigned long sum = 0, sure = 0;
    for (int index = 0; index < SIDE * SIDE; index++) {
        sum = sum * 31 + labels[index];
        sure += confidence[index];
    }
    printf("%lu %lu\n", sum, sure);
    rca_segmentation_free(segmentation);
    rca_references_free(references);
}

static int32_t stop_at_two(void *context, int64_t done, int64_t total) {
    return watched(context, done, total) || done == 2;
}

static void many(void) {
    rca_references *references = opened();
    const rca_image image = image_of(bytes("image"), RCA_UINT8);
    const rca_mask mask = mask_of(bytes("mask"), RCA_UINT8);
    const rca_image *images[5] = {&image, &image, &image, &image, &image};
    const rca_mask *masks[5] = {&mask, &mask, NULL, &mask, &mask};
    rca_scores *scores[5];
    rca_segmentation *segmentations[5];
    rca_error *errors[5], *error = NULL;
    struct watch watch = {.thread = pthread_self(), .stays = 1};
    int32_t status =
        rca_score_many(references, images, masks, 5, NULL, 2, watched, &watch, scores, errors, &error);
    tell("all", status, error);
    printf("%d of %d on one thread %d\n", (int)watch.last, (int)watch.total, watch.stays);
    for (int index = 0; index < 5; index++) {
        if (errors[index]) tell("bad", rca_error_code(errors[index]), errors[index]);
        if (scores[index]) print_scores(scores[index]);
        rca_scores_free(scores[index]);
    }
    error = NULL;
    watch = (struct watch) {.thread = pthread_self(), .stays = 1};
    masks[2] = &mask;
    status = rca_score_many(references, images, masks, 5, NULL, 1, stop_at_two, &watch, scores, NULL, &error);
    tell("cancelled", status, error);
    int kept_scores = 0;
    for (int index = 0; index < 5; index++) {
        kept_scores += scores[index] != NULL;
        rca_scores_free(scores[index]);
    }
    printf("kept %d\n", kept_scores >= 2);
    error = NULL;
    watch = (struct watch) {.thread = pthread_self(), .stays = 1};
    status = rca_segment_many(references, images, 3, 2, watched, &watch, segmentations, errors, &error);
    tell("segmented", status, error);
    uint16_t *labels = keep(2 * SIDE * SIDE);
    for (int index = 0; index < 3; index++) {
        if (rca_segmentation_labels(segmentations[index], labels, SIDE * SIDE) != RCA_OK) abort();
        unsigned long sum = 0;
        for (int place = 0; place < SIDE * SIDE; place++) sum = sum * 31 + labels[place];
        printf("%lu %d\n", sum, errors[index] == NULL);
        rca_segmentation_free(segmentations[index]);
    }
    error = NULL;
    tell("none", rca_score_many(references, images, masks, 0, NULL, 0, NULL, NULL, scores, NULL, &error), error);
    error = NULL;
    tell("nowhere", rca_score_many(references, images, masks, 5, NULL, 0, NULL, NULL, NULL, NULL, &error), error);
    rca_references_free(references);
}

static rca_structure_score figures_of(double dice) {
    rca_structure_score figures = RCA_INIT(rca_structure_score);
    figures.dice = (float)(dice + 0.05 < 1 ? dice + 0.05 : 1);
    figures.mean = figures.median = (float)(dice - 0.05);
    figures.best = (float)dice;
    figures.expected = (float)dice;
    figures.lower = (float)(dice - 0.1);
    figures.upper = (float)(dice + 0.1 < 1 ? dice + 0.1 : 1);
    figures.consensus = NAN;
    return figures;
}

static void calibrate(void) {
    rca_references *references = opened();
    rca_calibrator *calibrator = NULL;
    rca_calibration *calibration = NULL, *again = NULL;
    rca_error *error = NULL;
    const char *names[] = {"lungs", "heart"};
    if (rca_calibrator_new(names, 2, references, &calibrator, &error) != RCA_OK) abort();
    rca_references_free(references);
    for (int index = 0; index < 60; index++) {
        char name[32];
        snprintf(name, sizeof name, "image_%d_mask.png", index / 2);
        const double dice = 0.5 + (index % 30) * 0.015;
        const rca_structure_score lungs = figures_of(dice), heart = figures_of(dice - 0.2);
        const rca_structure_score *figures[] = {&lungs, &heart};
        const double truth[] = {dice + (index % 5) * 0.01, index == 7 ? NAN : index == 9 ? -1 : dice - 0.2};
        const int32_t status = rca_calibrator_add(calibrator, name, NULL, figures, truth, 2, &error);
        if (status != RCA_OK) tell("add", status, error);
        if (index == 3) tell("too few", rca_calibrator_finish(calibrator, &calibration, &error), error);
        error = NULL;
    }
    if (rca_calibrator_finish(calibrator, &calibration, &error) != RCA_OK) abort();
    double coverage = 0, width = 0;
    if (rca_calibrator_held_out(calibrator, 2, 0.2, &coverage, &width, NULL) != RCA_OK) abort();
    printf("%d %s %s %p\n", (int)rca_calibration_structure_count(calibration),
        rca_calibration_structure_name(calibration, 0), rca_calibration_structure_name(calibration, 1),
        (void *)rca_calibration_structure_name(calibration, 2));
    printf("held out %d %d\n", coverage > 0.6, width > 0 && width < 0.5);
    tell("written", rca_calibration_write(calibration, path("model.json"), &error), error);
    error = NULL;
    tell("again", rca_calibration_write(calibration, path("model.json"), &error), error);
    error = NULL;
    tell("opened", rca_calibration_open(path("model.json"), &again, &error), error);
    const rca_structure_score lungs = figures_of(0.8), heart = figures_of(0.6);
    rca_structure_score unknown = figures_of(0.6);
    unknown.best = NAN;
    const rca_structure_score *figures[] = {&lungs, &heart}, *lacking[] = {&lungs, &unknown};
    double first[9], second[9];
    if (rca_calibration_ranges(calibration, figures, 2, 0.1, first, &error) != RCA_OK) abort();
    // A forked process may use it.
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) _exit(rca_calibration_ranges(again, figures, 2, 0.1, second, &error));
    int status = -1;
    waitpid(child, &status, 0);
    if (rca_calibration_ranges(again, figures, 2, 0.1, second, &error) != RCA_OK) abort();
    printf("ranges %d %d child %d\n", memcmp(first, second, sizeof first) == 0,
        first[1] <= first[0] && first[0] <= first[2] && fabs(first[0] - 0.8) < 0.1, status);
    if (rca_calibration_ranges(again, lacking, 2, 0.1, second, &error) != RCA_OK) abort();
    printf("lacking %d %d\n", first[0] == second[0], isnan(second[3]) && isnan(second[4]));
    tell("one", rca_calibration_ranges(again, figures, 1, 0.1, second, &error), error);
    error = NULL;
    tell("alpha", rca_calibration_ranges(again, figures, 2, 1, second, &error), error);
    error = NULL;
    const double high[] = {1.5, 0.5};
    tell("high", rca_calibrator_add(calibrator, "a", NULL, figures, high, 2, &error), error);
    error = NULL;
    tell("no model", rca_calibration_open(path("image"), &again, &error), error);
    rca_calibrator_free(calibrator);
    rca_calibration_free(calibration);
    rca_calibration_free(again);
    rca_calibration_free(NULL);
    remove(path("model.json"));
}

static void screen(void) {
    rca_references *references = opened();
    rca_screening *screening = NULL;
    const rca_image image = image_of(bytes("image"), RCA_UINT8);
    if (rca_screen(references, &image, &screening, NULL) != RCA_OK) abort();
    rca_screen_result result = RCA_INIT(rca_screen_result);
    if (rca_screening_result(screening, &result) != RCA_OK) abort();
    printf("%a %d %s|%s|%s|%s|%s %d\n", result.reliability, (int)result.is_usable, result.verdict, result.flags,
        result.reason, result.pose, result.orientation, (int)result.is_inverted);
    printf("%a %a %a %a\n", result.tilt, result.cut, result.blank, result.clipped);
    result.struct_size = 0;
    printf("%d %d\n", (int)rca_screening_result(screening, &result), (int)rca_screen(references, NULL, &screening, NULL));
    rca_screening_free(screening);
    rca_references_free(references);
}

static void misuse(void) {
    rca_references *references = NULL;
    rca_error *error = NULL;
    rca_scores *scores = NULL;
    rca_builder *builder = NULL;
#define TRY(what, call)               \
    do {                              \
        error = NULL;                 \
        const int32_t code = (call);  \
        tell(what, code, error);      \
    } while (0)
    TRY("no path", rca_references_open(NULL, &references, &error));
    TRY("nowhere to", rca_references_open(path("set.rcaref"), NULL, &error));
    TRY("missing", rca_references_open("/no/such.rcaref", &references, &error));
    TRY("no bundle", rca_references_open(path("image"), &references, &error));
    TRY("not told", rca_references_open("/no/such.rcaref", &references, NULL));
    TRY("bad structures", rca_builder_new("lungs", &builder, &error));
    references = opened();
    unsigned char *pixels = bytes("image"), *labels = bytes("mask");
    rca_image image = image_of(pixels, RCA_UINT8);
    rca_mask mask = mask_of(labels, RCA_UINT8);
    const rca_mask *masks[] = {&mask, NULL};
    TRY("no references", rca_score(NULL, &image, masks, 1, NULL, &scores, &error));
    TRY("no image", rca_score(references, NULL, masks, 1, NULL, &scores, &error));
    TRY("no masks", rca_score(references, &image, masks, 0, NULL, &scores, &error));
    TRY("a mask is NULL", rca_score(references, &image, masks, 2, NULL, &scores, &error));
    TRY("other structures", rca_score(references, &image, masks, 1, "spleen=1", &scores, &error));
    mask.height = SIDE / 2;
    TRY("flat mask", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    mask.height = SIDE;
    labels[0] = 7;
    TRY("label 7", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    labels[0] = 0;
    image.struct_size = 0;
    TRY("no size", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    image = image_of(pixels, 9);
    TRY("format 9", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    image = image_of(pixels, RCA_UINT8);
    image.row_stride = 5;
    TRY("rows overlap", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    image = image_of(pixels, RCA_UINT8);
    image.width = 0;
    TRY("no width", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    image.width = 70000;
    TRY("too wide", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    double *numbers = keep(SIDE * SIDE * sizeof(double));
    numbers[SIDE + 2] = NAN;
    image = image_of(numbers, RCA_FLOAT64);
    TRY("not a number", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    image.high = 1;
    TRY("not a number in a range", rca_score(references, &image, masks, 1, NULL, &scores, &error));
    rca_builder_new("lungs=1,heart=2", &builder, NULL);
    TRY("empty set", rca_builder_finish(builder, NULL, 0, NULL, NULL, &references, &error));
    printf("%d %p %p\n", (int)rca_references_count(NULL), (void *)rca_references_name(references, 99),
        (void *)rca_references_structure_name(references, -1));
    image = image_of(pixels, RCA_UINT8);
    scores = scored(references, &image, &mask);
    // A caller of an older header has room for the first figure alone.
    struct {
        size_t struct_size;
        float dice, after;
    } old = {.struct_size = sizeof(size_t) + sizeof(float), .after = 5};
    rca_mask_score whole = RCA_INIT(rca_mask_score);
    const int32_t first = rca_scores_mask(scores, 0, (rca_mask_score *)&old);
    const int32_t second = rca_scores_mask(scores, 0, &whole);
    printf("%d %d %d %d\n", (int)first, (int)second, old.dice == whole.dice, old.after == 5);
    printf("%d %d\n", (int)rca_scores_mask(scores, 1, &whole), (int)rca_scores_mask(NULL, 0, &whole));
    rca_scores_free(scores);
    rca_scores_free(NULL);
    rca_error_free(NULL);
    rca_references_free(references);
    rca_references_free(NULL);
    rca_builder_free(builder);
}

int main(int count, char **words) {
    if (count != 3) return 64;
    folder = words[2];
    if (rca_api_version() != RCA_API_VERSION) return 1;
    const struct {
        const char *name;
        void (*run)(void);
    } works[] = {{"score", score}, {"layouts", layouts}, {"threads", threads}, {"forks", forks},
        {"build", build}, {"segment", segment}, {"many", many}, {"calibrate", calibrate}, {"screen", screen},
        {"misuse", misuse}};
    for (size_t index = 0; index < sizeof works / sizeof *works; index++) {
        if (strcmp(words[1], works[index].name) == 0) {
            works[index].run();
            return 0;
        }
    }
    return 64;
}
