package dev.countersign.admission;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of one object of an AdmissionReview; a member of another type than its field has is an error. Null counts as absent. */
final class ReviewFields {
    private static final int SHOWN = 80;
    private static final String REMEDY = "Send the AdmissionReview as the API server made it";

    private final String place;
    private final Value.ObjectValue object;

    ReviewFields(String place, Value.ObjectValue object) {
        this.place = place;
        this.object = object;
    }

    /** The text, or empty. */
    String text(String name) throws AdmissionReviewException {
        Optional<Value> found = get(name);
        if (found.isEmpty()) {
            return "";
        }
        if (found.get() instanceof Value.StringValue text) {
            return text.value();
        }
        throw wrongType(name, found.get(), "a text");
    }

    String requiredText(String name) throws AdmissionReviewException {
        String text = text(name);
        if (text.isEmpty()) {
            throw missing(name, "a text");
        }
        return text;
    }

    boolean truth(String name) throws AdmissionReviewException {
        Optional<Value> found = get(name);
        if (found.isEmpty()) {
            return false;
        }
        if (found.get() instanceof Value.BooleanValue truth) {
            return truth.value();
        }
        throw wrongType(name, found.get(), "true or false");
    }

    Optional<Value.ObjectValue> object(String name) throws AdmissionReviewException {
        Optional<Value> found = get(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.get() instanceof Value.ObjectValue value) {
            return Optional.of(value);
        }
        throw wrongType(name, found.get(), "an object");
    }

    /** The fields of the object of that name; none when it is absent. */
    ReviewFields fields(String name) throws AdmissionReviewException {
        return new ReviewFields(at(name), object(name).orElse(Value.EMPTY_OBJECT));
    }

    ReviewFields requiredFields(String name) throws AdmissionReviewException {
        return new ReviewFields(at(name), object(name).orElseThrow(() -> missing(name, "an object")));
    }

    List<String> texts(String name) throws AdmissionReviewException {
        Optional<Value> found = get(name);
        if (found.isEmpty()) {
            return List.of();
        }
        if (!(found.get() instanceof Value.ListValue list)) {
            throw wrongType(name, found.get(), "a list of texts");
        }
        List<String> texts = new ArrayList<>(list.items().size());
        for (Value item : list.items()) {
            if (!(item instanceof Value.StringValue text)) {
                throw wrongType(name, item, "a list of texts");
            }
            texts.add(text.value());
        }
        return texts;
    }

    Map<String, List<String>> textLists(String name) throws AdmissionReviewException {
        ReviewFields fields = fields(name);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (String key : fields.object.members().keySet()) {
            lists.put(key, fields.texts(key));
        }
        return lists;
    }

    AdmissionReviewException missing(String name, String expected) {
        return new AdmissionReviewException("MISSING_FIELD", at(name), "the field is missing", "", expected, REMEDY);
    }

    AdmissionReviewException wrongValue(String name, String found, String expected) {
        return new AdmissionReviewException(
                "WRONG_VALUE", at(name), "the value is not one that is known", shorten(found), expected, REMEDY);
    }

    private AdmissionReviewException wrongType(String name, Value found, String expected) {
        String shown = found instanceof Value.ObjectValue
                ? "an object"
                : found instanceof Value.ListValue ? "a list" : shorten(JsonText.compact(found));
        return new AdmissionReviewException(
                "WRONG_TYPE", at(name), "the value has the wrong type", shown, expected, REMEDY);
    }

    private Optional<Value> get(String name) {
        return object.get(name).filter(value -> !(value instanceof Value.NullValue));
    }

    private String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private static String shorten(String text) {
        int end = text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
        return end == text.length() ? text : text.substring(0, end) + "…";
    }
}
