#ifndef RCA_H
#define RCA_H

// librca: how good a segmentation mask of a radiograph is without truth, for any language that calls C.
//
//     rca_references *references = NULL;
//     rca_error *error = NULL;
//     if (rca_references_open("jsrt.rcaref", &references, &error) != RCA_OK) {
//         fprintf(stderr, "%s\n", rca_error_message(error));
//         rca_error_free(error);
//     }
//
// - Every function that may fail returns RCA_OK or one of the RCA_ERROR_ codes. What went wrong, in one line, is in the
//   rca_error that it hands over, which the caller frees. Pass NULL for `error` not to be told.
// - There is no global state. Handles may be used by several threads at once. Free a handle when no call uses it any
//   more; freeing NULL does nothing.
// - Texts are UTF-8. A text that belongs to a handle is valid until the handle is freed.
// - Structures begin with their size, which the caller sets (RCA_INIT). Later versions add members at the end, and
//   know by the size which of them the caller has. New functions may be added; none changes its meaning within a
//   version of RCA_API_VERSION.
// - A figure that is not defined is not a number (isnan).

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Raised when a program that was compiled with an older header no longer runs.
#define RCA_API_VERSION 1

// The version that the library was compiled with. A caller compares it with RCA_API_VERSION.
int32_t rca_api_version(void);

// The release, "0.1.0" for one. Always valid.
const char *rca_version(void);

// Errors

#define RCA_OK 0
// The caller's mistake: a null pointer, a structure without its size, a position out of range.
#define RCA_ERROR_ARGUMENT 1
// The progress function asked for it.
#define RCA_ERROR_CANCELLED 2
// The handle was made before this process was forked from the one that made it. Open the references again.
#define RCA_ERROR_FORKED 3
// The processor lacks instructions (AVX2, FMA, BMI2) that this build needs.
#define RCA_ERROR_MACHINE 4
#define RCA_ERROR_FILE_MISSING 10
#define RCA_ERROR_FILE_UNREADABLE 11
#define RCA_ERROR_FILE_EMPTY 12
#define RCA_ERROR_FILE_DAMAGED 13
// A file of another kind or version, or values that no image or mask has (not a number, a label above 65535).
#define RCA_ERROR_FORMAT 14
#define RCA_ERROR_TOO_LARGE 15
// A mask of another aspect ratio than its image.
#define RCA_ERROR_SIZE_MISMATCH 16
// A mask has a label that no structure was named for.
#define RCA_ERROR_LABEL_UNKNOWN 17
// A structure was asked for that the references do not have.
#define RCA_ERROR_STRUCTURE_MISSING 18
// Images and masks that do not make a reference set.
#define RCA_ERROR_REFERENCES 19
#define RCA_ERROR_OUTPUT 20
// A list of structures, or a number of threads, that cannot be.
#define RCA_ERROR_OPTION 21
#define RCA_ERROR_OTHER 99

typedef struct rca_error rca_error;

int32_t rca_error_code(const rca_error *error);
// Subject, problem and remedy in one line.
const char *rca_error_message(const rca_error *error);
// What the error is about: a file, "mask 1", an option.
const char *rca_error_subject(const rca_error *error);
// What is wrong.
const char *rca_error_problem(const rca_error *error);
// What to do, or an empty text.
const char *rca_error_remedy(const rca_error *error);
void rca_error_free(rca_error *error);

// Sets a structure to zeros, and its size.
#ifdef __cplusplus
#define RCA_INIT(structure) (structure {sizeof(structure)})
#else
#define RCA_INIT(structure) ((structure) {.struct_size = sizeof(structure)})
#endif

// Images and masks

#define RCA_UINT8 1
#define RCA_UINT16 2
#define RCA_FLOAT32 3
#define RCA_FLOAT64 4

// An image: `height` rows of `width` pixels, the first row at the top. It is only read during the call.
typedef struct rca_image {
    size_t struct_size;
    // The first pixel of the first row. Pixels of a row follow each other; numbers are in the machine's byte order.
    const void *pixels;
    // RCA_UINT8 and RCA_UINT16 are grey values, black to white, of any range. RCA_FLOAT32 and RCA_FLOAT64 are mapped
    // from `low` and `high`.
    int32_t format;
    // 1 to 65535 each.
    int32_t width;
    int32_t height;
    int32_t reserved;
    // Bytes from one row to the next; 0 if rows follow each other. May be negative: the rows then go up in memory.
    int64_t row_stride;
    // Which numbers are black and white; beyond them numbers are clipped. Equal: the least and the greatest of the
    // image. For RCA_FLOAT32 and RCA_FLOAT64 only.
    double low;
    double high;
} rca_image;

// A mask: one label a pixel, 0 for background. It covers what its image covers, at any size.
typedef struct rca_mask {
    size_t struct_size;
    const void *pixels;
    // RCA_UINT8 or RCA_UINT16; at most 256 different labels.
    int32_t format;
    int32_t width;
    int32_t height;
    int32_t reserved;
    int64_t row_stride;
} rca_mask;

// Called during long work, on the thread that asked for the work: `done` of `total` steps. Anything but 0 ends the work
// as soon as the steps that have begun are done, and the function returns RCA_ERROR_CANCELLED.
typedef int32_t (*rca_progress)(void *context, int64_t done, int64_t total);

// References

typedef struct rca_references rca_references;

// Opens a bundle that `rca-cli reference build` or `rca_builder_finish` made: some tens of milliseconds for 200
// references.
int32_t rca_references_open(const char *path, rca_references **references, rca_error **error);
void rca_references_free(rca_references *references);

// Images in the set; 0 for NULL.
int32_t rca_references_count(const rca_references *references);
// The name of one, by its place from 0; NULL where there is none.
const char *rca_references_name(const rca_references *references, int32_t reference);
int32_t rca_references_structure_count(const rca_references *references);
// The name of a structure, by its place from 0; NULL where there is none.
const char *rca_references_structure_name(const rca_references *references, int32_t structure);
// The structures and their labels, as "lungs=1,heart=2".
const char *rca_references_structures(const rca_references *references);
// SHA-256 of what the set was made of, in hexadecimal.
const char *rca_references_digest(const rca_references *references);

// Makes a reference set of images in memory whose true masks are known.
typedef struct rca_builder rca_builder;

// `structures` says what labels mean: "lungs=1,heart=2"; "lungs=1+2" is one structure of two labels.
int32_t rca_builder_new(const char *structures, rca_builder **builder, rca_error **error);
// Adds an image with its true mask. Several threads may add at once: the set is sorted by name.
int32_t rca_builder_add(
    rca_builder *builder, const char *name, const rca_image *image, const rca_mask *labels, rca_error **error);
// Makes the set, which scores every image against the others (seconds to minutes).
//
// `path`: the bundle to write as well, or NULL. An existing file is never replaced.
// `threads`: how many work at once; 0 for as many as there are processors.
// `progress`: or NULL.
int32_t rca_builder_finish(
    rca_builder *builder, const char *path, int32_t threads, rca_progress progress, void *context,
    rca_references **references, rca_error **error);
void rca_builder_free(rca_builder *builder);

// Scores

// The scores of one image's masks.
typedef struct rca_scores rca_scores;

// Scores masks of one image, which one registration serves: some tens of milliseconds.
//
// `structures`: what the masks' labels mean, as for rca_builder_new; NULL for the references' own. Structures of the
// references that are not named are not scored; "heart=-" reads a label that is not named as background.
int32_t rca_score(
    const rca_references *references, const rca_image *image, const rca_mask *const *masks, int32_t mask_count,
    const char *structures, rca_scores **scores, rca_error **error);
// Scores a mask each of many images, several at once.
//
// `images`, `masks`: `count` pointers each; what they point to is read until the function returns.
// `structures`: as for rca_score.
// `threads`: how many work at once; 0 for as many as there are processors.
// `progress`: or NULL; a step is an image.
// `scores`: has room for `count` handles, each of which the caller frees; NULL where there is no score.
// `errors`: has room for `count` errors, each of which the caller frees; NULL where there is a score. Or NULL not to be
//     told.
//
// A mask that cannot be scored stops nothing: the function returns RCA_OK when all have been tried. After
// RCA_ERROR_CANCELLED, `scores` has what was scored until then.
int32_t rca_score_many(
    const rca_references *references, const rca_image *const *images, const rca_mask *const *masks, int32_t count,
    const char *structures, int32_t threads, rca_progress progress, void *context, rca_scores **scores,
    rca_error **errors, rca_error **error);
void rca_scores_free(rca_scores *scores);

// What is said of the image.
typedef struct rca_case {
    size_t struct_size;
    // 0 to 1; a half is the border between doubtful and reliable.
    float reliability;
    // References that were left out because they show this image.
    int32_t excluded_count;
    // "reliable", "doubtful", "unlike the references" or "not a chest X-ray".
    const char *verdict;
    // Why it is not reliable; empty where it is.
    const char *reason;
    // What was undone before the image was compared: "as it is", "mirrored + inverted".
    const char *pose;
} rca_case;

// What is said of a mask: means over its structures, each 0 to 1.
typedef struct rca_mask_score {
    size_t struct_size;
    // The published score: the maximum over references.
    float dice;
    // The Dice to be expected with the truth, and the range that holds the true one nine times in ten.
    float expected;
    float lower;
    float upper;
    // The mean absolute error to be expected of `expected`.
    float expected_error;
    // Dice with the consensus of the references in the image.
    float consensus;
    // Over references: the mean of the best half, the mean, the median.
    float best;
    float mean;
    float median;
    // 1 where the mask is background only.
    int32_t is_empty;
} rca_mask_score;

// What is said of one structure of a mask, each 0 to 1.
typedef struct rca_structure_score {
    size_t struct_size;
    const char *name;
    // The reference that gave `dice`, or NULL.
    const char *reference;
    float dice;
    float expected;
    float lower;
    float upper;
    float consensus;
    float best;
    float mean;
    float median;
} rca_structure_score;

int32_t rca_scores_mask_count(const rca_scores *scores);
// Structures that were scored, in the references' order.
int32_t rca_scores_structure_count(const rca_scores *scores);
// These return RCA_OK or RCA_ERROR_ARGUMENT. Set `struct_size` first.
int32_t rca_scores_case(const rca_scores *scores, rca_case *result);
int32_t rca_scores_mask(const rca_scores *scores, int32_t mask, rca_mask_score *result);
int32_t rca_scores_structure(const rca_scores *scores, int32_t mask, int32_t structure, rca_structure_score *result);
// The name of a reference that was left out because it shows this image; NULL where there is none.
const char *rca_scores_excluded(const rca_scores *scores, int32_t position);

// Segmentations

typedef struct rca_segmentation rca_segmentation;

// Segments an image by registering references and fusing their labels.
int32_t rca_segment(
    const rca_references *references, const rca_image *image, rca_segmentation **segmentation, rca_error **error);
// Segments many images, several at once; the arguments are those of rca_score_many.
int32_t rca_segment_many(
    const rca_references *references, const rca_image *const *images, int32_t count, int32_t threads,
    rca_progress progress, void *context, rca_segmentation **segmentations, rca_error **errors, rca_error **error);
void rca_segmentation_free(rca_segmentation *segmentation);

// Copies the labels, those of the references' structures, as large as the image, row after row. `count` is width ×
// height of the image; any other number is RCA_ERROR_ARGUMENT.
int32_t rca_segmentation_labels(const rca_segmentation *segmentation, uint16_t *labels, size_t count);
// How sure each pixel's label is, 0 to 255: the share of the references' votes that it won with.
int32_t rca_segmentation_confidence(const rca_segmentation *segmentation, uint8_t *confidence, size_t count);
int32_t rca_segmentation_case(const rca_segmentation *segmentation, rca_case *result);

// Calibrations

// How far scores may be off, learned of masks whose true Dice is known. What `rca-cli calibrate` makes; a calibration
// never changes, and may be used in forked processes.
typedef struct rca_calibration rca_calibration;

// Opens a file that `rca-cli calibrate` or rca_calibration_write wrote.
int32_t rca_calibration_open(const char *path, rca_calibration **calibration, rca_error **error);
// Writes the file for `rca-cli score --calibration`. An existing file is never replaced.
int32_t rca_calibration_write(const rca_calibration *calibration, const char *path, rca_error **error);
void rca_calibration_free(rca_calibration *calibration);

// 0 for NULL.
int32_t rca_calibration_structure_count(const rca_calibration *calibration);
// The name of a structure, by its place from 0; NULL where there is none.
const char *rca_calibration_structure_name(const rca_calibration *calibration, int32_t structure);

// Where the true Dice of a mask lies.
//
// `figures`: what rca_scores_structure says of each structure, in the calibration's order; `count` of them.
// `alpha`: the share of ranges that may miss, above 0 and below 1.
// `ranges`: has room for 3 numbers for each structure and 3 for their mean, which come last: the predicted Dice, the
//     lower and the upper end of its range. Not numbers where an estimate is missing, or the file was made with
//     `--recipe published`, which needs the Dice on single references.
int32_t rca_calibration_ranges(
    const rca_calibration *calibration, const rca_structure_score *const *figures, int32_t count, double alpha,
    double *ranges, rca_error **error);

// Collects masks of known quality.
typedef struct rca_calibrator rca_calibrator;

// `structures`: the names of `count` structures.
// `references`: what the masks were scored against by rca_score, so that `score --calibration` can tell whether they are
//     the same; or NULL.
int32_t rca_calibrator_new(
    const char *const *structures, int32_t count, const rca_references *references, rca_calibrator **calibrator,
    rca_error **error);
// Adds a mask.
//
// `name`: the mask's file name or any other.
// `image`: which image it belongs to: masks of one image are never on both sides of a split. NULL for what the file name
//     says, as `rca-cli calibrate` has it.
// `figures`: what rca_scores_structure says of each structure.
// `truth`: the true Dice of each, 0 to 1; not a number where it is not defined, since the structure is in neither mask;
//     below 0 where nobody knows it.
int32_t rca_calibrator_add(
    rca_calibrator *calibrator, const char *name, const char *image, const rca_structure_score *const *figures,
    const double *truth, int32_t count, rca_error **error);
// Learns from the masks so far: that of 10 masks of several images at least; better are hundreds, of 25 images or more.
int32_t rca_calibrator_finish(
    const rca_calibrator *calibrator, rca_calibration **calibration, rca_error **error);
// How a calibration does on images that it has not seen: learned from four fifths of the images, tried on the others, in
// turn.
//
// `structure`: its place; that behind the last is the mean over structures.
// `coverage`: the share of ranges that hold the true Dice. `width`: how wide they are on average.
int32_t rca_calibrator_held_out(
    const rca_calibrator *calibrator, int32_t structure, double alpha, double *coverage, double *width,
    rca_error **error);
void rca_calibrator_free(rca_calibrator *calibrator);

// Screening

typedef struct rca_screening rca_screening;

// Judges an image before there is any mask, as `rca-cli screen` does: the verdict is the one that rca_score gives.
int32_t rca_screen(
    const rca_references *references, const rca_image *image, rca_screening **screening, rca_error **error);
void rca_screening_free(rca_screening *screening);

// What is said of the image.
typedef struct rca_screen_result {
    size_t struct_size;
    // As of rca_case.
    float reliability;
    // 0 where no one should segment the image as a chest radiograph.
    int32_t is_usable;
    const char *verdict;
    // "turned mirrored inverted": single words with spaces between; empty for nothing. docs/screen.md has all of them.
    const char *flags;
    // Why, for each flag; separated by "; ".
    const char *reason;
    // As of rca_case.
    const char *pose;
    // "upright", "mirrored", "turned 90° clockwise", ...
    const char *orientation;
    // 1 where black and white are exchanged.
    int32_t is_inverted;
    // Clockwise, in degrees, beside the orientation.
    float tilt;
    // What margins take of each side, 0 to 1.
    float margin_left;
    float margin_top;
    float margin_right;
    float margin_bottom;
    // The share of the structures' outline at the edge of the picture, 0 to 1.
    float cut;
    // The share of the structures where the picture shows one grey value, 0 to 1.
    float blank;
    // The share of the structures that is as dark or as bright as the image gets, 0 to 1.
    float clipped;
    // The references that show this very radiograph, with spaces between; empty for none.
    const char *reference;
    // How much of the chest's width or height reaches an edge of the picture, 0 to 1; NaN where the references have no
    // networks that see it.
    float edge_reach;
} rca_screen_result;

// RCA_OK or RCA_ERROR_ARGUMENT. Set `struct_size` first.
int32_t rca_screening_result(const rca_screening *screening, rca_screen_result *result);

#ifdef __cplusplus
}
#endif

#endif
